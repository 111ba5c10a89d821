// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.mqconnector.engine.log.MqLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No mailbox with records may be left alone when nothing holds it back: what happens in the moments between. */
class WakeUpTest {
    /** Runs something when the mailbox looks whether there is more. */
    private static final class HookedCursor extends Cursor {
        private final RunCursor runs = new RunCursor();
        private final List<Segment> segments = new ArrayList<>();
        Runnable whenTaking = () -> {};
        Runnable whenLooking = () -> {};

        void add(long offset) {
            segments.add(new Segment(List.of(DeliveryFixture.record(offset, new byte[0])), false));
        }

        @Override
        boolean hasMore() {
            boolean has = !segments.isEmpty();
            var hook = whenLooking;
            whenLooking = () -> {};
            hook.run();
            return has || !segments.isEmpty();
        }

        @Override
        boolean take() {
            boolean has = !segments.isEmpty();
            if (has) {
                at(segments.remove(0), 0);
                return true;
            }
            var hook = whenTaking;
            whenTaking = () -> {};
            hook.run();
            return false;
        }

        @Override
        int following(Segment of, int current) {
            return runs.following(of, current);
        }
    }

    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture = new DeliveryFixture().set("workers", "2");
    private final HookedCursor cursor = new HookedCursor();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Deliveries start() {
        return fixture.deliveries(EndpointSource.of(listener));
    }

    private Worker worker() {
        return new Worker(
                EndpointSource.of(listener),
                new Surroundings(List.of(), new MqLog.Limit(fixture.clock::get)),
                fixture.counters);
    }

    private boolean serve(Mailbox mailbox) {
        return mailbox.serve(worker(), MailboxScheduler.SLICE_NANOS);
    }

    @Test
    void seesARecordThatComesWhenItHasJustFoundNothing() {
        var unused = start();
        var mailbox = fixture.assignment().mailbox(cursor, false);
        cursor.add(0);
        assertThat(mailbox.offer()).isTrue();
        cursor.whenTaking = () -> {
            cursor.add(1);
            assertThat(mailbox.offer()).as("the worker still has it").isFalse();
        };

        assertThat(serve(mailbox)).as("ready again").isTrue();

        assertThat(serve(mailbox)).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void isReadyOnceWhenThePollThreadOffersItInTheMomentItIsLeft() {
        var unused = start();
        var mailbox = fixture.assignment().mailbox(cursor, false);
        cursor.add(0);
        assertThat(mailbox.offer()).isTrue();
        var offered = new ArrayList<Boolean>();
        cursor.whenLooking = () -> {
            cursor.add(1);
            offered.add(mailbox.offer());
        };

        boolean isReady = serve(mailbox);

        assertThat(offered).containsExactly(true);
        assertThat(isReady).as("it is in the queue already").isFalse();
        assertThat(serve(mailbox)).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void isReadyAgainWhenAPauseEndsInTheMomentItIsLeft() {
        var scheduler = start().scheduler;
        var mailbox = fixture.assignment().mailbox(cursor, false);
        cursor.add(0);
        cursor.add(1);
        assertThat(mailbox.offer()).isTrue();
        listener.during = metadata -> scheduler.pause();
        cursor.whenLooking = () -> {
            listener.during = metadata -> {};
            scheduler.resume();
        };

        assertThat(serve(mailbox)).isTrue();

        assertThat(serve(mailbox)).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void isLeftWhenAPauseBeginsInTheMomentItIsLeftAndTakenUpAfterIt() {
        var scheduler = start().scheduler;
        var mailbox = fixture.assignment().mailbox(cursor, false);
        cursor.add(0);
        cursor.add(1);
        assertThat(mailbox.offer()).isTrue();
        // the slice is over
        listener.during = metadata -> fixture.clock.addAndGet(MailboxScheduler.SLICE_NANOS);
        cursor.whenLooking = scheduler::pause;
        assertThat(serve(mailbox)).isFalse();
        assertThat(mailbox.offer()).as("during the pause").isFalse();

        scheduler.resume();

        assertThat(mailbox.offer()).isTrue();
        assertThat(serve(mailbox)).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void isReadyAgainWhenAHaltEndsInTheMomentItIsLeft() {
        var unused = start();
        var assignment = fixture.assignment();
        var mailbox = assignment.mailbox(cursor, false);
        cursor.add(0);
        cursor.add(1);
        assertThat(mailbox.offer()).isTrue();
        listener.during = metadata -> assignment.halt();
        var offered = new ArrayList<Boolean>();
        cursor.whenLooking = () -> {
            listener.during = metadata -> {};
            assignment.resume();
            assertThat(assignment.takeOfferDue()).isTrue();
            offered.add(mailbox.offer());
        };

        boolean isReady = serve(mailbox);

        assertThat(offered).containsExactly(true);
        assertThat(isReady).isFalse();
        assertThat(serve(mailbox)).isFalse();
        assertThat(listener.calls).containsExactly("0/1", "1/1");
    }

    @Test
    void offersAgainWhenTwoHaltsHaveEnded() {
        var unused = start();
        var assignment = fixture.assignment();
        assignment.halt();
        assignment.halt();
        assignment.resume();
        assertThat(assignment.takeOfferDue()).as("one is left").isFalse();

        assignment.resume();

        assertThat(assignment.takeOfferDue()).isTrue();
        assertThat(assignment.takeOfferDue()).as("done").isFalse();
    }

    @Test
    void keepsARecordOutOfLineThatBecomesReadyWhenAHaltHasJustEnded() {
        fixture.set("ordering", "unordered");
        var unused = start();
        var assignment = fixture.assignment();
        var mailbox = assignment.mailbox(cursor, true);
        cursor.add(0);
        assignment.halt();
        // nothing may start, says the mailbox; before it has queued up, the halt ends and all are offered
        assertThat(mailbox.offer()).isFalse();
        assignment.resume();

        assertThat(assignment.takeOfferDue()).isTrue();
        fixture.offerAll();
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1");
    }

    @Test
    void goesOnAfterAPauseThatThePollThreadNeverSaw() {
        var scheduler = start().scheduler;
        var consumer = new RecordingConsumer();
        var loop = new ConsumerLoop(consumer, fixture.feed().assignment.deliveries, DeliveryFixture.NO_ENDS);
        loop.subscribe(Set.of("t"));
        consumer.rebalance(List.of(RecordingConsumer.ZERO));
        consumer.produce(RecordingConsumer.ZERO, 0, 3);
        listener.during = metadata -> scheduler.pause();
        loop.pollOnce();
        fixture.executor.runAll();
        assertThat(listener.calls).containsExactly("0/1");
        listener.during = metadata -> {};

        scheduler.resume();
        loop.pollOnce();
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("0/1", "1/1", "2/1");
    }

    @Test
    void goesOnWithARecordOutOfLineAfterAPauseOfAPartitionThatStandsStill() {
        fixture.set("ordering", "unordered").set("failure-policy", "stop").set("retry-attempts", "2");
        var scheduler = start().scheduler;
        var consumer = new RecordingConsumer();
        var loop = new ConsumerLoop(consumer, fixture.feed().assignment.deliveries, DeliveryFixture.NO_ENDS);
        loop.subscribe(Set.of("t"));
        consumer.rebalance(List.of(RecordingConsumer.ZERO));
        consumer.produce(RecordingConsumer.ZERO, 0, 2);
        listener.fail(0).fail(1, 1);
        loop.pollOnce();
        fixture.executor.runAll();
        // 0 stops its partition before 1 is tried again
        fixture.timer.fire();
        fixture.executor.runAll();
        fixture.timer.fire();
        fixture.executor.runAll();
        assertThat(listener.calls).containsExactly("0/1", "1/1", "0/2");
        scheduler.pause();
        loop.pollOnce();

        scheduler.resume();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> loop.pollOnce(), "the poll thread never comes back");

        listener.recover();
        loop.feeds().values().forEach(feed -> feed.assignment.resumeStopped());
        loop.pollOnce();
        fixture.executor.runAll();
        assertThat(listener.calls).containsExactlyInAnyOrder("0/1", "1/1", "0/2", "0/3", "1/2");
    }
}
