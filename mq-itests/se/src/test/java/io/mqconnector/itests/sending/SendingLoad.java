// SPDX-License-Identifier: MIT
package io.mqconnector.itests.sending;

import io.mqconnector.api.MqBatchResult;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.api.MqSendCallback;
import io.mqconnector.broker.Deadline;
import io.mqconnector.itests.model.Standstill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The model's senders, at a given pace, through an outlet that nothing is wrong with. For one thread. */
public final class SendingLoad implements AutoCloseable {
    private static final int SENDERS = 8;
    private static final int KEYS = 512;

    private final SeedPlan plan;
    private final SendJournal journal = new SendJournal();
    private final Standstill standstill = new Standstill();
    private final Senders senders;
    private final List<String> violations = new ArrayList<>();

    /**
     * Begins to send.
     *
     * @param seed decides who sends what
     * @param outlet where
     * @param topic where to
     * @param partitionCount of the topic
     * @param perSecond how many messages, as long as they find room
     * @param patience the longest that an outcome may take
     * @param stamp makes of the number of a message and the message what is sent
     */
    public SendingLoad(
            long seed,
            Outlet outlet,
            String topic,
            int partitionCount,
            int perSecond,
            Duration patience,
            BiFunction<Integer, MqMessage, MqMessage> stamp) {
        plan = new SeedPlan(
                seed,
                Theme.CHANGES,
                List.of(),
                SENDERS,
                KEYS,
                partitionCount,
                1,
                false,
                true,
                true,
                true,
                true,
                patience,
                patience);
        senders = new Senders(plan, journal, new Stamped(outlet, stamp), topic, Pace.of(perSecond));
    }

    /** How many messages there are so far. */
    public int sentCount() {
        return journal.size();
    }

    /** Sends nothing any more, and waits for every outcome. */
    @Override
    public void close() {
        senders.close();
        senders.failures().forEach(failure -> violations.add("sender: " + failure));
        if (!Deadline.in(plan.longestSend()).await(() -> journal.openCount() == 0)) {
            violations.add("stalled: " + journal.openCount() + " messages have no outcome");
        }
        standstill.close();
    }

    /** For how long nothing went on in this JVM, between two moments. */
    public long stoodStillNanos(long since, long until) {
        return standstill.nanosWithin(since, until);
    }

    /**
     * What must not be, each beginning with the check's name and a colon; when it is closed.
     *
     * @param log everything in the topic
     */
    public List<String> violations(List<ConsumerRecord<byte[], byte[]>> log) {
        var all = new ArrayList<>(violations);
        var history = new History(plan, Duration.ZERO, standstill::nanosWithin, journal.attempts(), log);
        Check.ALL.forEach(check -> all.addAll(check.violations(history)));
        for (Attempt attempt : history.attempts()) {
            if (attempt.outcomeCount() > 0 && !attempt.isOutcome(Outcome.Kind.ACKNOWLEDGED)) {
                all.add("loss: not acknowledged, with a broker that is well: " + attempt);
            }
        }
        return all;
    }

    /** Sends what the stamp makes of messages. */
    private record Stamped(Outlet outlet, BiFunction<Integer, MqMessage, MqMessage> stamp) implements Outlet {
        @Override
        public MqReceipt send(MqMessage message) {
            return outlet.send(stamped(message));
        }

        @Override
        public CompletionStage<MqReceipt> sendAsync(MqMessage message) {
            return outlet.sendAsync(stamped(message));
        }

        @Override
        public void sendAsync(MqMessage message, MqSendCallback callback) {
            outlet.sendAsync(stamped(message), callback);
        }

        @Override
        public MqBatchResult sendBatch(List<MqMessage> messages) {
            return outlet.sendBatch(stamped(messages));
        }

        @Override
        public CompletionStage<MqBatchResult> sendBatchAsync(List<MqMessage> messages) {
            return outlet.sendBatchAsync(stamped(messages));
        }

        private List<MqMessage> stamped(List<MqMessage> messages) {
            return messages.stream().map(this::stamped).toList();
        }

        private MqMessage stamped(MqMessage message) {
            byte[] value = message.value();
            if (value == null) {
                throw new IllegalArgumentException("no value: " + message);
            }
            return stamp.apply(Attempt.id(value), message);
        }
    }
}
