// SPDX-License-Identifier: MIT
package io.mqconnector.engine.outbound.outbox;

import io.mqconnector.api.MqErrorCode;
import io.mqconnector.api.MqOutcome;
import io.mqconnector.api.MqSendException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends one batch of the outbox and waits for all outcomes. Messages of one key go one after the other, each after the
 * acknowledgement of the one before: a producer that has several under way may lose the first and write the second. Those of
 * different keys go side by side. For one thread.
 */
final class RelayBatch {
    /** Not the message's fault unless others got through. */
    private static final Set<MqErrorCode> OF_THE_CLUSTER =
            Set.of(MqErrorCode.TIMED_OUT, MqErrorCode.NOT_ENOUGH_REPLICAS, MqErrorCode.BUFFER_FULL);
    /** Never the message's fault. */
    private static final Set<MqErrorCode> OF_THE_PRODUCER = Set.of(
            MqErrorCode.CONNECTION_FAILED,
            MqErrorCode.AUTHENTICATION_FAILED,
            MqErrorCode.PRODUCER_FENCED,
            MqErrorCode.CLOSED,
            MqErrorCode.INTERRUPTED);

    private final RecordSender sender;
    /** The longest that an outcome may take; a sender that takes longer is broken. */
    private final Duration longest;
    /** Topics that would hold the relay in vain once more, with what was found out; grows. */
    private final Map<String, MqSendException> missingTopics;

    private final Map<Object, Deque<OutboxRow>> chains = new LinkedHashMap<>();
    private final List<OutboxRow> acknowledged = new ArrayList<>();
    private final Map<OutboxRow, String> stopped = new LinkedHashMap<>();
    private final Map<OutboxRow, MqSendException> doubtful = new LinkedHashMap<>();
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private int underWay;
    private @Nullable MqSendException trouble;

    private record Outcome(OutboxRow row, @Nullable MqSendException failure) {}

    RelayBatch(RecordSender sender, Duration longest, Map<String, MqSendException> missingTopics) {
        this.sender = sender;
        this.longest = longest;
        this.missingTopics = missingTopics;
    }

    /** Sends these and returns when each has its outcome or was left alone, or the sender has proved broken: then it is closed. */
    void send(List<OutboxRow> rows) throws InterruptedException {
        for (OutboxRow row : rows) {
            var sequence = row.sequence();
            chains.computeIfAbsent(sequence == null ? row : sequence, any -> new ArrayDeque<>())
                    .add(row);
        }
        for (Deque<OutboxRow> chain : chains.values()) {
            sendNext(chain);
            // what fails at once may save the others the attempt
            for (var known = outcomes.poll(); known != null; known = outcomes.poll()) {
                note(known);
            }
        }
        while (underWay > 0) {
            var outcome = outcomes.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
            if (outcome == null) {
                sender.close();
                trouble = brokenSender();
                return;
            }
            note(outcome);
        }
        for (var entry : doubtful.entrySet()) {
            if (acknowledged.isEmpty()) {
                trouble = entry.getValue();
            } else {
                stopped.put(entry.getKey(), String.valueOf(entry.getValue().getMessage()));
            }
        }
    }

    /** What all in-sync replicas have. */
    List<OutboxRow> acknowledged() {
        return acknowledged;
    }

    /** What cannot be sent, with the reason. */
    Map<OutboxRow, String> stopped() {
        return stopped;
    }

    /** Why everything else was left alone; null if nothing stands in the way. */
    @Nullable
    MqSendException trouble() {
        return trouble;
    }

    private void sendNext(Deque<OutboxRow> chain) {
        if (trouble != null || chain.isEmpty()) {
            return;
        }
        var row = chain.element();
        var missing = missingTopics.get(row.topic);
        if (missing != null) {
            note(row, missing);
            return;
        }
        underWay++;
        sender.send(row, failure -> outcomes.add(new Outcome(row, failure)));
    }

    private MqSendException brokenSender() {
        return new MqSendException(
                MqErrorCode.TIMED_OUT,
                MqOutcome.UNKNOWN,
                "",
                -1,
                underWay + " messages of the outbox have no outcome after " + longest
                        + ": their producer is replaced, and they are sent again",
                null,
                true,
                false);
    }

    private void note(Outcome outcome) {
        underWay--;
        note(outcome.row, outcome.failure);
    }

    private void note(OutboxRow row, @Nullable MqSendException failure) {
        if (failure == null) {
            acknowledged.add(row);
            var sequence = row.sequence();
            var chain = chains.get(sequence == null ? row : sequence);
            if (chain != null) {
                chain.remove();
                sendNext(chain);
            }
        } else if (OF_THE_PRODUCER.contains(failure.code())) {
            trouble = failure;
        } else if (OF_THE_CLUSTER.contains(failure.code())) {
            doubtful.put(row, failure);
        } else {
            if (failure.code() == MqErrorCode.TOPIC_NOT_FOUND
                    && failure.partition().isEmpty()) {
                missingTopics.put(row.topic, failure);
            }
            stopped.put(row, String.valueOf(failure.getMessage()));
        }
    }
}
