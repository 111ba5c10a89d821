// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.api.MqSendException;
import io.mqconnector.examples.chat.ChatClient;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The users of the demo: they post in turn, each always through the same gateway, and with every tenth post one of them
 * types or joins. One thread posts; the counts may be read by others.
 */
final class ChatLoad {
    private static final int CHAT_LENGTH = 300;
    private static final int EVENT_LENGTH = 64;
    private static final int POSTS_PER_EVENT = 10;
    private static final int TEXT_COUNT = 64;
    private static final long SEED = 20_260_101;
    /** The last post of the last second may be a little late. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long PERMIT_WAIT_MILLIS = 100;
    private static final List<String> WORDS = List.of(
            "hello", "there", "who", "is", "coming", "to", "lunch", "today", "I", "am", "late", "again", "see", "you",
            "soon", "the", "build", "is", "green", "again", "ship", "it", "coffee", "?", "yes", "no", "maybe",
            "thanks");
    private static final List<String> EVENTS = List.of("typing", "joined");

    private final DemoOptions options;
    private final DemoBooks books;
    private final List<ChatClient> clients;
    private final Semaphore permits;
    private final List<String> texts;

    /** @param clients one for each gateway */
    ChatLoad(DemoOptions options, DemoBooks books, List<ChatClient> clients) {
        this.options = options;
        this.books = books;
        this.clients = clients;
        permits = new Semaphore(options.maxInFlight());
        texts = texts();
    }

    /** Posts until all is posted, the time is over or nobody wants more. */
    void run(BooleanSupplier isStopped) throws InterruptedException {
        boolean isPaced = options.rate() > 0;
        long startNanos = System.nanoTime();
        long limitNanos = TimeUnit.SECONDS.toNanos(options.seconds()) + (isPaced ? GRACE_NANOS : 0);
        boolean goesByTime = options.messages() == 0;
        BooleanSupplier isOver =
                () -> isStopped.getAsBoolean() || (goesByTime && System.nanoTime() - startNanos >= limitNanos);
        long end =
                goesByTime ? isPaced ? (long) options.rate() * options.seconds() : Long.MAX_VALUE : options.messages();
        var pace = new Pace(startNanos, isPaced ? options.rate() : 1);
        long posted = 0;
        while (posted < end) {
            long dueNanos = isPaced ? pace.await(posted, isOver) : 0;
            if (isOver.getAsBoolean() || !acquire(isOver)) {
                break;
            }
            post(isPaced ? dueNanos : System.nanoTime());
            posted++;
            if (posted % POSTS_PER_EVENT == 0) {
                if (!acquire(isOver)) {
                    break;
                }
                announce(isPaced ? dueNanos : System.nanoTime());
            }
            options.hooks().posted(posted);
        }
    }

    /** Messages whose send has no outcome yet. */
    int inFlight() {
        return options.maxInFlight() - permits.availablePermits();
    }

    private boolean acquire(BooleanSupplier isOver) throws InterruptedException {
        if (permits.tryAcquire()) {
            return true;
        }
        while (!isOver.getAsBoolean()) {
            if (permits.tryAcquire(PERMIT_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void post(long postedNanos) {
        var kind = books.chat();
        long id = kind.ledger().issue();
        int user = kind.ledger().userOf(id);
        var numbers = new TextFormat.Numbers(id, kind.ledger().sequenceOf(id), postedNanos);
        String text = kind.format().write(numbers, texts.get((int) (id % TEXT_COUNT)), CHAT_LENGTH);
        client(user)
                .post(books.userId(user), text, books.traceId(kind, id), new Outcome(kind.ledger(), id, postedNanos));
    }

    private void announce(long postedNanos) {
        var kind = books.events();
        long id = kind.ledger().issue();
        int user = kind.ledger().userOf(id);
        var numbers = new TextFormat.Numbers(id, kind.ledger().sequenceOf(id), postedNanos);
        String event = kind.format().write(numbers, EVENTS.get((int) (id % EVENTS.size())), EVENT_LENGTH);
        client(user)
                .announce(
                        books.userId(user),
                        event,
                        books.traceId(kind, id),
                        new Outcome(kind.ledger(), id, postedNanos));
    }

    private ChatClient client(int user) {
        return clients.get(user % clients.size());
    }

    private static List<String> texts() {
        var random = new Random(SEED);
        return random.ints(TEXT_COUNT, 0, Integer.MAX_VALUE)
                .mapToObj(seed -> text(new Random(seed)))
                .toList();
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        while (text.length() < CHAT_LENGTH) {
            text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        return text.toString();
    }

    /** Enters what became of one send, and lets the next one begin. */
    private final class Outcome implements MqSendCallback {
        private final Ledger ledger;
        private final long id;
        private final long postedNanos;

        private Outcome(Ledger ledger, long id, long postedNanos) {
            this.ledger = ledger;
            this.id = id;
            this.postedNanos = postedNanos;
        }

        @Override
        public void acknowledged(MqMessage message, int partition, long offset, long timestampMillis) {
            books.sendLatencies().record(System.nanoTime() - postedNanos);
            ledger.acknowledged(id);
            permits.release();
        }

        @Override
        public void failed(MqMessage message, MqSendException failure) {
            ledger.failed(id, failure.outcome());
            permits.release();
        }
    }
}
