// SPDX-License-Identifier: MIT
package io.mqconnector.examples.chat.demo;

import io.mqconnector.broker.EmbeddedBroker;
import io.mqconnector.examples.chat.ChatTopics;
import io.mqconnector.examples.chat.GatewayDirectory;
import jakarta.enterprise.inject.spi.DeploymentException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the demo: broker, topics, backend, load, waiting for what is under way, summary. {@link #run()} once, on one
 * thread; {@link #terminate()} on any.
 */
final class DemoRun {
    private static final Duration ASSIGNMENT_LIMIT = Duration.ofSeconds(30);
    private static final Duration WARM_UP_DRAIN_LIMIT = Duration.ofSeconds(10);
    private static final Duration STANDSTILL_LIMIT = Duration.ofSeconds(15);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final Duration LAG_LIMIT = Duration.ofSeconds(3);
    private static final Duration TERMINATION_LIMIT = Duration.ofSeconds(10);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration BROKER_RETRY = Duration.ofMillis(250);

    private static final String ENDED_EARLY = "ended before the start";

    private final DemoOptions options;
    private final Report report;
    private final List<String> gatewayIds;
    private final DemoBooks warmUpBooks;
    private final DemoBooks books;
    private final ConnectorStats statsBefore;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isTerminating; // written once, by terminate()
    private volatile long terminationNanos; // written before isTerminating
    private volatile @Nullable DemoSummary outcome; // written once, by run(), before it closes anything
    private volatile boolean isPosting; // this and the next two are written by run()
    private volatile long postingSinceNanos;
    private volatile long postedNanos;

    DemoRun(DemoOptions options) {
        this.options = options;
        report = new Report(options.out(), options.isJson());
        gatewayIds = new GatewayDirectory().instanceIds();
        warmUpBooks = new DemoBooks(options.users(), gatewayIds, null);
        books = new DemoBooks(options.users(), gatewayIds, warmUpBooks);
        statsBefore = connectorStats();
    }

    /**
     * Runs, closes everything it started, prints: the summary is the last thing to be seen.
     *
     * @return what was printed last
     * @throws InterruptedException if the thread is interrupted; the summary says so
     * @throws DeploymentException if a setting is wrong; there is no summary, since nothing ran
     */
    DemoSummary run() throws InterruptedException {
        try {
            DemoSummary summary = runWithBroker();
            report.finish(summary);
            return summary;
        } catch (DeploymentException e) {
            report.end();
            throw e;
        } finally {
            if (!report.isFinished()) {
                report.finish(summary(List.of(isTerminating ? ENDED_EARLY : "the run broke off")));
            }
            closed.countDown();
        }
    }

    private DemoSummary runWithBroker() throws InterruptedException {
        try (EmbeddedBroker ownBroker = startOwnBroker()) {
            String brokers = ownBroker == null ? String.valueOf(options.brokers()) : ownBroker.bootstrapServers();
            Optional<Map<String, Integer>> partitions = setUpTopics(brokers);
            if (partitions.isEmpty()) {
                return summary(List.of(isTerminating ? ENDED_EARLY : "no broker answered at " + brokers));
            }
            try (ChatBackend backend = ChatBackend.start(brokers, gatewayIds, books)) {
                return run(backend, brokers, partitions.get());
            }
        }
    }

    /** Ends the run from a shutdown hook: no more posts, a short wait for what is under way, the summary. */
    void terminate() {
        terminationNanos = System.nanoTime();
        isTerminating = true;
        try {
            if (!report.awaitFinished(TERMINATION_LIMIT.plusSeconds(1))) {
                // Closing may take longer; by then the connectors count no more.
                DemoSummary known = outcome;
                report.finish(known == null ? summary(List.of("ended before all was delivered")) : known);
            }
            if (!closed.await(CLOSE_LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
                System.err.println("mq demo: not everything was closed within " + CLOSE_LIMIT.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private DemoSummary run(ChatBackend backend, String brokers, Map<String, Integer> partitions)
            throws InterruptedException {
        awaitAssignment(partitions);
        warmUp(backend);
        if (isTerminating) {
            return summary(List.of(ENDED_EARLY));
        }
        report.line(String.format(
                Locale.ROOT,
                "%d instances on %s; %,d users post %s%s",
                backend.instanceCount(),
                brokers,
                options.users(),
                options.rate() == 0
                        ? "as fast as they can"
                        : String.format(Locale.ROOT, "%,d messages/s of 300 bytes", options.rate()),
                options.messages() == 0
                        ? " for " + options.seconds() + " s"
                        : String.format(Locale.ROOT, ", %,d in all", options.messages())));
        report.line("(sent: acknowledged by the broker; received: by every reader it was meant for)");
        var load = new ChatLoad(options, books, backend.clients());
        var lines = SecondLines.start(report, books, load, this::connectorStats);
        try {
            postingSinceNanos = System.nanoTime();
            isPosting = true;
            load.run(() -> isTerminating);
            postedNanos = System.nanoTime() - postingSinceNanos;
            isPosting = false;
            drain(load);
        } finally {
            lines.close();
        }
        DemoSummary summary = summary(List.of());
        outcome = summary;
        return summary;
    }

    /** Its messages are checked like all others, but neither counted nor timed. */
    private void warmUp(ChatBackend backend) throws InterruptedException {
        if (options.warmUpSeconds() == 0) {
            return;
        }
        report.line("warming up for " + options.warmUpSeconds() + " s ...");
        var load = new ChatLoad(options.forWarmUp(), warmUpBooks, backend.clients());
        load.run(() -> isTerminating);
        if (!awaitSettled(warmUpBooks, load, WARM_UP_DRAIN_LIMIT) && !isTerminating) {
            report.line("not everything of it was delivered within " + WARM_UP_DRAIN_LIMIT.toSeconds() + " s");
        }
    }

    private @Nullable EmbeddedBroker startOwnBroker() {
        if (options.brokers() != null) {
            return null;
        }
        report.line("starting a Kafka broker in this JVM ...");
        EmbeddedBroker broker = EmbeddedBroker.builder().start();
        options.hooks().brokerStarted(broker);
        return broker;
    }

    private Optional<Map<String, Integer>> setUpTopics(String brokers) throws InterruptedException {
        var topics = new TopicSetup(brokers, gatewayIds);
        long startNanos = System.nanoTime();
        long limitNanos = TimeUnit.SECONDS.toNanos(options.seconds());
        long leftNanos = limitNanos;
        while (leftNanos > 0 && !isTerminating) {
            Optional<Map<String, Integer>> partitions = topics.attempt(Duration.ofNanos(leftNanos));
            if (partitions.isPresent()) {
                return partitions;
            }
            if (leftNanos == limitNanos) {
                report.line("no broker answers at " + brokers + "; trying for " + options.seconds() + " s");
            }
            pause(BROKER_RETRY);
            leftNanos = limitNanos - (System.nanoTime() - startNanos);
        }
        return Optional.empty();
    }

    /** Nothing is lost if posting starts earlier; but the first second would be about the groups' forming. */
    private void awaitAssignment(Map<String, Integer> partitions) throws InterruptedException {
        int expected = partitions.values().stream().mapToInt(Integer::intValue).sum()
                + partitions.getOrDefault(ChatTopics.USER_EVENTS, 0);
        boolean isAssigned = await(
                ASSIGNMENT_LIMIT,
                () -> isTerminating || connectorStats().assignedCount() - statsBefore.assignedCount() >= expected);
        if (!isAssigned) {
            report.line("after " + ASSIGNMENT_LIMIT.toSeconds() + " s only "
                    + (connectorStats().assignedCount() - statsBefore.assignedCount()) + " of " + expected
                    + " partitions are assigned; starting all the same");
        }
    }

    private void drain(ChatLoad load) throws InterruptedException {
        if (!awaitSettled(books, load, DRAIN_LIMIT)) {
            return;
        }
        // What comes again comes late: everything there is must have been read.
        boolean isRead =
                await(LAG_LIMIT, () -> isTerminating || connectorStats().lag() == 0);
        if (!isRead) {
            report.line("the listeners still report lag after " + LAG_LIMIT.toSeconds() + " s");
        }
    }

    /** Waits until all is delivered, nothing moves any more, or it takes too long. */
    private boolean awaitSettled(DemoBooks awaited, ChatLoad load, Duration limit) throws InterruptedException {
        long startNanos = System.nanoTime();
        long movedNanos = startNanos;
        long progress = awaited.progress();
        while (load.inFlight() > 0 || !awaited.isSettled()) {
            long nowNanos = System.nanoTime();
            long newProgress = awaited.progress();
            if (newProgress != progress) {
                progress = newProgress;
                movedNanos = nowNanos;
            }
            boolean isOver = nowNanos - movedNanos >= STANDSTILL_LIMIT.toNanos()
                    || nowNanos - startNanos >= limit.toNanos()
                    || (isTerminating && nowNanos - terminationNanos >= TERMINATION_LIMIT.toNanos());
            if (isOver) {
                return false;
            }
            pause(LOOK);
        }
        return true;
    }

    private DemoSummary summary(List<String> problems) {
        long causes = connectorStats().duplicateCauses() - statsBefore.duplicateCauses();
        return books.summary(postedSeconds(), causes, problems);
    }

    private double postedSeconds() {
        long nanos = isPosting ? System.nanoTime() - postingSinceNanos : postedNanos;
        return nanos / (double) TimeUnit.SECONDS.toNanos(1);
    }

    private ConnectorStats connectorStats() {
        return ConnectorStats.read(ManagementFactory.getPlatformMBeanServer());
    }

    private static boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNanos >= limit.toNanos()) {
                return false;
            }
            pause(LOOK);
        }
        return true;
    }

    private static void pause(Duration duration) throws InterruptedException {
        LockSupport.parkNanos(duration.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
