// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.api.MqOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * The books of one kind of message: what was posted, what became of the send, who has read it. Thread-safe; messages
 * may be read before their acknowledgement is heard of.
 *
 * <p>Messages are numbered 0, 1, 2 … and posted by the users in turn: the id gives user and place in the user's sequence.
 * A message takes one byte, a record read takes one bit for each reader. All transitions of a message are transitions of
 * its byte, so every count is exact at any time and nothing is searched at the end.
 */
final class Ledger {
    private static final int ACKNOWLEDGED = 1;
    private static final int NOT_WRITTEN = 1 << 1;
    private static final int UNKNOWN = 1 << 2;
    private static final int OUTCOMES = ACKNOWLEDGED | NOT_WRITTEN | UNKNOWN;
    private static final int FIRST_READER_SHIFT = 3;
    private static final int MAX_READERS = 5;

    /** More disorder than this is not looked into but simply counted. */
    private static final int MAX_SUSPECTS = 10_000;

    private final String kind;
    private final int userCount;
    private final List<Reader> readers;
    private final int requiredReaders;
    private final SegmentedBits flags = new SegmentedBits();
    private final AtomicLong issued = new AtomicLong();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder notWritten = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder complete = new LongAdder();
    private final LongAdder phantoms = new LongAdder();
    private final LongAdder outcomesTwice = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder writtenTwice = new LongAdder();
    private final LongAdder relayedTwice = new LongAdder();
    private final LongAdder certainDisorder = new LongAdder();
    private final AtomicInteger suspectCount = new AtomicInteger();
    private final Queue<Suspect> suspects = new ConcurrentLinkedQueue<>();

    private Ledger(String kind, int userCount, List<String> relays, List<String> intended) {
        if (relays.size() + intended.size() > MAX_READERS) {
            throw new IllegalArgumentException("more than " + MAX_READERS + " readers: " + relays + ", " + intended);
        }
        this.kind = kind;
        this.userCount = userCount;
        var all = new ArrayList<Reader>();
        int required = 0;
        for (String name : relays) {
            all.add(new Reader(name, 1 << (FIRST_READER_SHIFT + all.size()), true));
        }
        for (String name : intended) {
            var reader = new Reader(name, 1 << (FIRST_READER_SHIFT + all.size()), relays.isEmpty());
            required |= reader.flag;
            all.add(reader);
        }
        readers = List.copyOf(all);
        requiredReaders = required;
    }

    /** Books of messages that every reader takes from the very topic that they are posted to. */
    static Ledger direct(String kind, int userCount, String... readers) {
        return new Ledger(kind, userCount, List.of(), List.of(readers));
    }

    /** Books of messages that a relay takes and copies to a topic for each reader. */
    static Ledger relayed(String kind, int userCount, String relay, String... readers) {
        return new Ledger(kind, userCount, List.of(relay), List.of(readers));
    }

    /** What the messages are called in the summary. */
    String kind() {
        return kind;
    }

    /** The reader of this name, who must be one of those given in the beginning. */
    Reader reader(String name) {
        return readers.stream()
                .filter(reader -> reader.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reader '" + name + "' of " + kind));
    }

    /** The number of the next message; to be called before it is sent. */
    long issue() {
        return issued.getAndIncrement();
    }

    /** Whether a message of this number was ever to be sent. */
    boolean isIssued(long id) {
        return id >= 0 && id < issued.get();
    }

    int userOf(long id) {
        return (int) (id % userCount);
    }

    long sequenceOf(long id) {
        return id / userCount;
    }

    /** The broker has the message. */
    void acknowledged(long id) {
        int before = set(id, ACKNOWLEDGED);
        if ((before & OUTCOMES) != 0) {
            outcomesTwice.increment();
        }
        if ((before & ACKNOWLEDGED) == 0) {
            acknowledged.increment();
            if ((before & requiredReaders) == requiredReaders) {
                complete.increment();
            }
        }
    }

    /** The send failed. */
    void failed(long id, MqOutcome outcome) {
        boolean isNotWritten = outcome == MqOutcome.NOT_WRITTEN;
        int before = set(id, isNotWritten ? NOT_WRITTEN : UNKNOWN);
        if ((before & OUTCOMES) != 0) {
            outcomesTwice.increment();
        } else if (isNotWritten) {
            notWritten.increment();
            if (before >> FIRST_READER_SHIFT != 0) {
                phantoms.increment();
            }
        } else {
            unknown.increment();
        }
    }

    /** Grows with everything that happens to a message; for telling progress from standstill. */
    long progress() {
        return acknowledged.sum() + notWritten.sum() + unknown.sum() + deliveries.sum();
    }

    /** What the books say now. */
    Counts counts() {
        return new Counts(
                issued.get(),
                acknowledged.sum(),
                notWritten.sum(),
                unknown.sum(),
                complete.sum(),
                duplicates.sum(),
                certainDisorder.sum()
                        + suspects.stream().filter(this::isDisorder).count(),
                phantoms.sum(),
                writtenTwice.sum(),
                relayedTwice.sum(),
                outcomesTwice.sum());
    }

    /** The first acknowledged messages that somebody has not read, and who; for the summary. */
    List<String> missing(int limit) {
        var found = new ArrayList<String>();
        for (long id = 0, end = issued.get(); id < end && found.size() < limit; id++) {
            int is = flagsOf(id);
            if ((is & ACKNOWLEDGED) != 0 && (is & requiredReaders) != requiredReaders) {
                found.add(kind + " " + id + " (user-" + userOf(id) + ", number " + sequenceOf(id) + ") not read by "
                        + String.join(", ", missingReaders(is)));
            }
        }
        return found;
    }

    private List<String> missingReaders(int is) {
        return readers.stream()
                .filter(reader -> (is & reader.flag) == 0)
                .map(reader -> reader.name)
                .toList();
    }

    /** Order is promised between acknowledged messages only. */
    private boolean isDisorder(Suspect suspect) {
        return (flagsOf(suspect.id) & flagsOf(suspect.laterId) & ACKNOWLEDGED) != 0;
    }

    private int set(long id, int flag) {
        int shift = shiftOf(id);
        return (int) (flags.getAndSet(id >> 3, (long) flag << shift) >>> shift) & 0xff;
    }

    private int flagsOf(long id) {
        return (int) (flags.get(id >> 3) >>> shiftOf(id)) & 0xff;
    }

    private static int shiftOf(long id) {
        return ((int) id & 7) << 3;
    }

    /** One who reads, from one topic; several instances of a consumer group are one reader. Thread-safe. */
    final class Reader {
        private final String name;
        private final int flag;
        private final boolean isDirect;
        private final ConcurrentHashMap<Integer, SegmentedBits> offsets = new ConcurrentHashMap<>();
        private final AtomicLongArray latestIds;

        private Reader(String name, int flag, boolean isDirect) {
            this.name = name;
            this.flag = flag;
            this.isDirect = isDirect;
            latestIds = new AtomicLongArray(userCount);
            for (int user = 0; user < userCount; user++) {
                latestIds.set(user, -1);
            }
        }

        /**
         * The reader is through with a record.
         *
         * @param id the message in it, which must be {@linkplain Ledger#isIssued issued}
         */
        void delivered(int partition, long offset, long id) {
            deliveries.increment();
            long mask = 1L << offset; // the lowest six bits of the offset count
            boolean isSameRecord = (offsets.computeIfAbsent(partition, missing -> new SegmentedBits())
                                    .getAndSet(offset >> 6, mask)
                            & mask)
                    != 0;
            if (isSameRecord) {
                duplicates.increment();
            }
            int before = set(id, flag);
            if ((before & flag) == 0) {
                deliveredFirst(id, before);
            } else if (!isSameRecord) {
                (isDirect ? writtenTwice : relayedTwice).increment();
            }
        }

        private void deliveredFirst(long id, int before) {
            if ((before & NOT_WRITTEN) != 0 && before >> FIRST_READER_SHIFT == 0) {
                phantoms.increment();
            }
            boolean isLast = (before & requiredReaders) != requiredReaders
                    && ((before | flag) & requiredReaders) == requiredReaders;
            if (isLast && (before & ACKNOWLEDGED) != 0) {
                complete.increment();
            }
            // Of one user a higher id is a later message.
            long latest = latestIds.getAndAccumulate(userOf(id), id, Math::max);
            if (latest > id) {
                if (suspectCount.incrementAndGet() <= MAX_SUSPECTS) {
                    suspects.add(new Suspect(id, latest));
                } else {
                    certainDisorder.increment();
                }
            }
        }
    }

    /** A message that was read after a later one of the same user. */
    private record Suspect(long id, long laterId) {}

    /**
     * What the books say.
     *
     * @param issued messages posted
     * @param acknowledged sends acknowledged
     * @param notWritten sends failed, known not to be written
     * @param unknown sends failed, perhaps written
     * @param complete acknowledged messages that every intended reader has read
     * @param duplicates records that one reader was given again
     * @param outOfOrder first readings, by one reader, of an acknowledged message after a later one of the same user
     * @param phantoms messages reported as not written that somebody has read
     * @param writtenTwice messages found at two offsets of the topic that they were posted to
     * @param relayedTwice messages found at two offsets of a reader's topic: the relay was given them again
     * @param outcomesTwice sends that reported more than one outcome
     */
    record Counts(
            long issued,
            long acknowledged,
            long notWritten,
            long unknown,
            long complete,
            long duplicates,
            long outOfOrder,
            long phantoms,
            long writtenTwice,
            long relayedTwice,
            long outcomesTwice) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Acknowledged messages that an intended reader has not read. */
        long lost() {
            return acknowledged - complete;
        }

        /** Messages posted whose send has no outcome yet. */
        long unresolved() {
            return Math.max(0, issued - acknowledged - notWritten - unknown);
        }

        Counts plus(Counts other) {
            return new Counts(
                    issued + other.issued,
                    acknowledged + other.acknowledged,
                    notWritten + other.notWritten,
                    unknown + other.unknown,
                    complete + other.complete,
                    duplicates + other.duplicates,
                    outOfOrder + other.outOfOrder,
                    phantoms + other.phantoms,
                    writtenTwice + other.writtenTwice,
                    relayedTwice + other.relayedTwice,
                    outcomesTwice + other.outcomesTwice);
        }

        static Counts total(Stream<Counts> all) {
            return all.reduce(NONE, Counts::plus);
        }
    }
}
