// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PartitionFeedTest {
    private final ScriptedListener listener = new ScriptedListener();
    private final DeliveryFixture fixture =
            new DeliveryFixture().set("ordering", "key").set("workers", "2").set("retry-attempts", "0");

    @AfterEach
    void close() {
        fixture.close();
    }

    private PartitionFeed start(long start, long... doneBounds) {
        var unused = fixture.deliveries(EndpointSource.of(listener));
        return fixture.feed(start, new CommitMetadata(3, new TreeMap<>(), new DoneRanges(doneBounds)));
    }

    private static List<Long> done(PartitionFeed.Due due) {
        var ranges = CommitMetadata.of(due.offset().metadata(), due.offset().offset())
                .done();
        return LongStream.range(0, 100).filter(ranges::contains).boxed().toList();
    }

    private PartitionFeed.Due due() {
        var due = fixture.feed().due(CommitMetadata.MAX_CHARS);
        if (due == null) {
            throw new AssertionError("nothing to commit");
        }
        return due;
    }

    @Test
    void deliversNothingAgainThatAnEarlierOwnerHasDone() {
        start(10, 10, 11, 13, 15, 16);

        fixture.receiveKeys(10, "a", "a", "b", "c", "c", "d", "e");
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactlyInAnyOrder("10/1", "13/1", "14/1", "16/1");
        assertThat(fixture.frontier().offset()).isEqualTo(17);
        assertThat(fixture.frontier().inFlight()).isZero();
        assertThat(fixture.counters.recognised.sum()).isEqualTo(3);
        assertThat(fixture.counters.delivered.sum()).isEqualTo(7);
    }

    @Test
    void passesOnWhatAnEarlierOwnerHasDoneUntilItIsReceived() {
        start(10, 10, 11, 12, 20, 25);
        listener.fail(10);
        fixture.receiveKeys(10, "a", "b", "c", "d");
        fixture.executor.runAll();

        assertThat(done(due()))
                .as("our own and the earlier owner's")
                .containsExactly(11L, 12L, 13L, 20L, 21L, 22L, 23L, 24L);

        fixture.receiveKeys(14, "e", "f", "g", "h", "i", "j", "k");
        fixture.executor.runAll();

        assertThat(listener.calls).doesNotContain("20/1");
        assertThat(done(due()))
                .containsExactlyElementsOf(LongStream.range(11, 25).boxed().toList());
    }

    @Test
    void passesOnWhatWasReceivedAndIsNotYetBehindTheFrontierWhateverTheOrdering() {
        // the listener was configured to another ordering since
        fixture.set("ordering", "partition");
        start(10, 10, 12, 14);
        listener.fail(11);
        fixture.receive(10, 11, 12, 13, 14);
        fixture.executor.runAll();

        assertThat(due().offset().offset()).isEqualTo(11);
        assertThat(done(due())).containsExactly(12L, 13L);
    }

    /** Its transactions have committed the end of the range already. */
    @Test
    void takesATransactionalGroupNotBackIntoWhatAnEarlierOwnerHasDone() {
        fixture.set("ordering", "partition").set("transactional", "true");
        var feed = start(10, 9, 10, 13, 15, 16);

        var due = feed.due(CommitMetadata.MAX_CHARS);

        assertThat(due).isNotNull();
        assertThat(due().offset().offset()).isEqualTo(13);
        assertThat(done(due())).containsExactly(15L);
    }

    @Test
    void takesNothingFromAnEarlierOwnerThatIsNotThere() {
        // compaction has removed 11 and 12 since
        start(10, 10, 11, 13);
        fixture.receiveKeys(13, "a");
        fixture.executor.runAll();

        assertThat(listener.calls).containsExactly("13/1");
        assertThat(fixture.counters.recognised.sum()).isZero();
        assertThat(fixture.frontier().offset()).isEqualTo(14);
    }

    @Test
    void hasNothingToCommitWhileNothingHasChanged() {
        var feed = start(10, 10, 12, 14);

        assertThat(feed.due(CommitMetadata.MAX_CHARS)).isNull();
        assertThat(feed.committedOffset()).isEqualTo(10);
    }

    @Test
    void commitsAlsoWhenOnlyWhatLiesBeyondTheFrontierHasChanged() {
        var feed = start(0, 0);
        listener.fail(0);
        fixture.receiveKeys(0, "a", "b");
        fixture.executor.runAll();

        var due = due();

        assertThat(due.offset().offset()).isZero();
        assertThat(done(due)).containsExactly(1L);
        assertThat(CommitMetadata.of(due.offset().metadata(), 0).failures()).isEqualTo(Map.of(0L, 1));
        feed.confirmed(due);
        assertThat(feed.due(CommitMetadata.MAX_CHARS)).isNull();
        assertThat(feed.hasUncommittedDone()).isFalse();
    }

    @Test
    void saysLessWhenTheBrokerTakesLess() {
        var feed = start(0, 0);
        listener.fail(0);
        fixture.receiveKeys(0, "a", "b");
        fixture.executor.runAll();

        var due = feed.due(0);

        assertThat(due)
                .as("the broker has that already: the same offset, only partitions")
                .isNull();
    }

    @Test
    void countsWhatIsDoneSinceACommitWasAskedFor() {
        var feed = start(0, 0);
        fixture.receiveKeys(0, "a", "b");
        fixture.executor.runAll();
        assertThat(feed.doneSinceAsked()).isEqualTo(2);
        assertThat(feed.hasUncommittedDone()).isTrue();
        var due = due();

        feed.asked(due);

        assertThat(feed.doneSinceAsked()).isZero();
        assertThat(feed.hasUncommittedDone()).as("until it is confirmed").isTrue();
    }

    @Test
    void saysWhetherMoreIsDoneThanACommitHadRoomFor() {
        var feed = start(0, 0);
        listener.fail(0);
        fixture.receiveKeys(0, "a", "b", "a", "c");
        fixture.executor.runAll();

        var roomy = due();
        feed.confirmed(roomy);

        assertThat(done(roomy)).containsExactly(1L, 3L);
        assertThat(feed.hasUntoldDone()).isFalse();

        feed.confirmed(new PartitionFeed.Due(feed, new OffsetAndMetadata(0, "mq2 p=3"), 2));

        assertThat(feed.hasUntoldDone()).isTrue();
    }
}
