// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.examples.chat.ChatTopics;
import io.mqconnector.examples.chat.DeliveryObserver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything one run knows about its messages: both ledgers, latencies, and what was damaged on the way. Thread-safe. */
final class DemoBooks {
    static final String LOGIC = "logic";
    static final String NOTIFICATION = "notification";
    static final String ANALYTICS = "analytics";

    private static final int RUN_ID_LENGTH = 8;
    private static final int EXAMPLES = 5;

    private final String[] userIds;
    private final String runId;
    private final @Nullable DemoBooks warmUp;
    private final Kind chat;
    private final Kind events;
    private final Latencies sendLatencies = new Latencies();
    private final Latencies deliveryLatencies = new Latencies();
    private final LongAdder foreign = new LongAdder();
    private final LongAdder damaged = new LongAdder();

    /**
     * Books of a new run.
     *
     * @param warmUp the books of what is posted before; they get what is theirs
     */
    DemoBooks(int userCount, List<String> gatewayIds, @Nullable DemoBooks warmUp) {
        this(userCount, gatewayIds, UUID.randomUUID().toString().substring(0, RUN_ID_LENGTH), warmUp);
    }

    DemoBooks(int userCount, List<String> gatewayIds, String runId, @Nullable DemoBooks warmUp) {
        this.runId = runId;
        this.warmUp = warmUp;
        userIds = new String[userCount];
        for (int user = 0; user < userCount; user++) {
            userIds[user] = String.format(Locale.ROOT, "user-%06d", user);
        }
        chat = new Kind(
                Ledger.relayed("chat message", userCount, LOGIC, gatewayIds.toArray(String[]::new)), runId + "-chat");
        events = new Kind(Ledger.direct("user event", userCount, NOTIFICATION, ANALYTICS), runId + "-event");
    }

    String runId() {
        return runId;
    }

    Kind chat() {
        return chat;
    }

    Kind events() {
        return events;
    }

    Latencies sendLatencies() {
        return sendLatencies;
    }

    Latencies deliveryLatencies() {
        return deliveryLatencies;
    }

    String userId(int user) {
        return userIds[user];
    }

    /** Enters what the instances of the logic service are through with. */
    DeliveryObserver logicObserver() {
        return observer(books -> books.chat, LOGIC, ChatTopics.UPSTREAM, false);
    }

    /** Enters what one gateway delivers. */
    DeliveryObserver gatewayObserver(String gatewayId) {
        return observer(books -> books.chat, gatewayId, ChatTopics.DOWNSTREAM_PREFIX + gatewayId, true);
    }

    /** Enters what one reader of the user events is through with. */
    DeliveryObserver eventObserver(String reader) {
        return observer(books -> books.events, reader, ChatTopics.USER_EVENTS, false);
    }

    /** Whether every acknowledged message has reached every reader. */
    boolean isSettled() {
        return counts().lost() == 0;
    }

    Ledger.Counts counts() {
        return Ledger.Counts.total(Stream.of(chat.ledger.counts(), events.ledger.counts()));
    }

    long progress() {
        return chat.ledger.progress() + events.ledger.progress();
    }

    /**
     * What the books say now.
     *
     * @param seconds how long messages were posted
     * @param duplicateCauses what the connectors counted that may cause duplicates
     * @param otherProblems what else must not be
     */
    DemoSummary summary(double seconds, long duplicateCauses, List<String> otherProblems) {
        Ledger.Counts chatCounts = chat.ledger.counts();
        Ledger.Counts eventCounts = events.ledger.counts();
        Ledger.Counts counts = chatCounts.plus(eventCounts);
        var problems = new ArrayList<>(otherProblems);
        problems.addAll(problems(duplicateCauses));
        if (warmUp != null) {
            warmUp.problems(duplicateCauses).forEach(problem -> problems.add("while warming up: " + problem));
        }
        if (counts.acknowledged() == 0 && problems.isEmpty()) {
            problems.add("no message was acknowledged");
        }
        return new DemoSummary(
                chatCounts.acknowledged(),
                eventCounts.acknowledged(),
                counts.complete(),
                counts.lost(),
                counts.duplicates(),
                counts.outOfOrder(),
                duplicateCauses,
                counts.notWritten(),
                counts.unknown(),
                counts.unresolved(),
                counts.relayedTwice(),
                warmUp == null ? foreign.sum() : warmUp.foreign.sum(),
                sendLatencies.totalP99Micros(),
                deliveryLatencies.totalP99Micros(),
                seconds,
                problems);
    }

    private List<String> problems(long duplicateCauses) {
        Ledger.Counts counts = counts();
        var mustBeNone = new LinkedHashMap<String, Long>();
        mustBeNone.put("acknowledged messages did not reach every reader", counts.lost());
        mustBeNone.put("messages came after a later one of the same user", counts.outOfOrder());
        mustBeNone.put(
                "records came again, and no connector counted a cause", duplicateCauses == 0 ? counts.duplicates() : 0);
        mustBeNone.put("messages reported as not written were read", counts.phantoms());
        mustBeNone.put("messages were written twice", counts.writtenTwice());
        mustBeNone.put("sends reported more than one outcome", counts.outcomesTwice());
        mustBeNone.put("sends have no outcome yet", counts.unresolved());
        mustBeNone.put("records came damaged: text, key, topic or trace id is not what was posted", damaged.sum());
        var problems = new ArrayList<String>();
        mustBeNone.forEach((what, count) -> {
            if (count > 0) {
                problems.add(String.format(Locale.ROOT, "%,d ", count) + what);
            }
        });
        if (counts.lost() > 0) {
            problems.addAll(chat.ledger.missing(EXAMPLES));
            problems.addAll(events.ledger.missing(EXAMPLES));
        }
        return problems;
    }

    /** The trace id that a message is posted with. */
    String traceId(Kind kind, long id) {
        return kind.run + "-" + id;
    }

    private DeliveryObserver observer(
            Function<DemoBooks, Kind> kindOf, String readerName, String topic, boolean isTimed) {
        Kind kind = kindOf.apply(this);
        Ledger.Reader reader = kind.ledger.reader(readerName);
        DeliveryObserver others = warmUp == null
                ? (userId, text, traceId, metadata) -> foreign.increment()
                : warmUp.observer(kindOf, readerName, topic, isTimed);
        return (userId, text, traceId, metadata) -> {
            if (text == null || !kind.format.isOurs(text)) {
                others.delivered(userId, text, traceId, metadata);
                return;
            }
            TextFormat.Numbers numbers = numbers(kind, userId, text, traceId);
            if (numbers == null || !metadata.topic().equals(topic)) {
                damaged.increment();
                return;
            }
            if (isTimed) {
                deliveryLatencies.record(System.nanoTime() - numbers.postedNanos());
            }
            reader.delivered(metadata.partitionNumber(), metadata.offset(), numbers.id());
        };
    }

    /** The numbers of one of our texts; null if anything about it is not as posted. */
    private TextFormat.@Nullable Numbers numbers(
            Kind kind, @Nullable String userId, String text, @Nullable String traceId) {
        TextFormat.Numbers numbers;
        try {
            numbers = kind.format.read(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean isAsPosted = kind.ledger.isIssued(numbers.id())
                && kind.ledger.sequenceOf(numbers.id()) == numbers.sequence()
                && userIds[kind.ledger.userOf(numbers.id())].equals(userId)
                && traceId(kind, numbers.id()).equals(traceId);
        return isAsPosted ? numbers : null;
    }

    /** One kind of message: its ledger, and how its texts are told from others. */
    static final class Kind {
        private final Ledger ledger;
        private final String run;
        private final TextFormat format;

        private Kind(Ledger ledger, String run) {
            this.ledger = ledger;
            this.run = run;
            format = new TextFormat(run);
        }

        Ledger ledger() {
            return ledger;
        }

        TextFormat format() {
            return format;
        }
    }
}
