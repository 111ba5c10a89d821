// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionAssignmentTest {
    private static final int TRIES = 20_000;

    private final DeliveryFixture fixture = new DeliveryFixture().set("transactional", "true");
    private final Deliveries deliveries = fixture.deliveries(EndpointSource.of(new ScriptedListener()));

    @AfterEach
    void close() {
        fixture.close();
    }

    private PartitionAssignment dropped() {
        var assignment = new PartitionAssignment(DeliveryFixture.PARTITION, deliveries, 0, new TreeMap<>());
        assertThat(assignment.enter()).isTrue();
        assignment.close();
        assignment.drop();
        return assignment;
    }

    /** Stress: two threads meet again and again while the run of an assignment that was dropped ends. */
    @Test
    void isNotAtRestWhenItsLastRunHasAnUnknownEnd() throws Exception {
        var assignments = new PartitionAssignment[TRIES];
        for (int i = 0; i < TRIES; i++) {
            assignments[i] = dropped();
        }
        var unknown = new IllegalStateException("nobody knows");
        var begun = new AtomicInteger(-1);
        var ended = new AtomicInteger(-1);

        var worker = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < TRIES; i++) {
                while (begun.get() < i) {
                    Thread.onSpinWait();
                }
                assignments[i].fail(unknown);
                assignments[i].leave();
                ended.set(i);
            }
        });
        int wrong = 0;
        for (int i = 0; i < TRIES; i++) {
            begun.set(i);
            boolean isOver = false;
            while (!isOver) {
                isOver = ended.get() == i;
                if (assignments[i].isAtRest()) {
                    wrong++;
                }
            }
        }

        worker.get(20, TimeUnit.SECONDS);
        assertThat(wrong).isZero();
    }

    /** Stress: two threads meet again and again, one acknowledges and the other drops and looks what is done. */
    @Test
    void countsNoAcknowledgementThatWhoeverDroppedItDoesNotSee() throws Exception {
        var assignments = new PartitionAssignment[TRIES];
        var contexts = new DeliveryContext[TRIES];
        for (int i = 0; i < TRIES; i++) {
            var assignment = new PartitionAssignment(DeliveryFixture.PARTITION, deliveries, 0, new TreeMap<>());
            var segment = new Segment(List.of(DeliveryFixture.record(0, new byte[0])), false);
            assignment.frontier.received(segment);
            assignment.frontier.polledTo(new OffsetAndMetadata(1));
            assignments[i] = assignment;
            contexts[i] = new DeliveryContext(assignment, assignment.single(segment, 0), segment, 0, 0, 1);
        }
        var counted = new boolean[TRIES];
        var begun = new AtomicInteger(-1);
        var ready = new AtomicInteger(-1);

        var listener = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < TRIES; i++) {
                ready.set(i);
                while (begun.get() < i) {
                    Thread.onSpinWait();
                }
                counted[i] = contexts[i].acknowledge();
            }
        });
        var seen = new boolean[TRIES];
        for (int i = 0; i < TRIES; i++) {
            while (ready.get() < i) {
                Thread.onSpinWait();
            }
            begun.set(i);
            for (int wait = i * 7 % 400; wait > 0; wait--) {
                // a moment of another length each time
                begun.get();
            }
            assignments[i].drop();
            seen[i] = assignments[i].frontier.offset() == 1;
        }

        listener.get(20, TimeUnit.SECONDS);
        int wrong = 0;
        for (int i = 0; i < TRIES; i++) {
            wrong += counted[i] && !seen[i] ? 1 : 0;
        }
        assertThat(wrong).as("counted, and not committed").isZero();
    }
}
