// SPDX-License-Identifier: MIT
package io.mqconnector.itests.changes;

import io.mqconnector.broker.Deadline;
import io.mqconnector.itests.delivery.DeliveryWatch;
import io.mqconnector.itests.model.Counts;
import io.mqconnector.itests.sending.SendingLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lets a plan happen to one connector that lives all the time: round after round, each with a topic and a listener of its own,
 * so that what is written down stays small enough to be checked.
 */
final class ChangeRun {
    static final int PARTITIONS = 6;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** There is nothing wrong with the broker. */
    private static final Duration LONGEST_SEND = Duration.ofSeconds(20);
    /** After that the next round begins. */
    private static final Duration ROUND = Duration.ofSeconds(15);

    private final ChangePlan plan;
    private final ChangeWorld world;
    private final LiveConnector connector;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Counts<ChangeCount> counts = new Counts<>(ChangeCount.class);
    private final List<String> violations = new ArrayList<>();
    private final Changes changes;
    private long loadNanos;

    private ChangeRun(ChangePlan plan, ChangeWorld world, LiveConnector connector, Settings settings) {
        this.plan = plan;
        this.world = world;
        this.connector = connector;
        changes = new Changes(plan, world, connector, settings, threads, counts, violations);
    }

    /** Runs a plan with a connector of its own, whose file is in the directory. */
    static ChangeResult run(ChangePlan plan, ChangeWorld world, Path directory, ConnectorFactory factory) {
        var settings = new Settings(world.proxied());
        try (var connector = factory.open(directory.resolve("seed-" + plan.seed() + ".properties"), settings.file())) {
            var run = new ChangeRun(plan, world, connector, settings);
            try {
                run.run();
            } catch (RuntimeException e) {
                run.violations.add("broken: " + Changes.trace(e));
            } finally {
                run.threads.shutdownNow();
            }
            return run.result();
        }
    }

    private void run() {
        while (!isEnough(0)) {
            round();
            counts.add(ChangeCount.ROUNDS, 1);
        }
        for (String cause : List.of("configurationCount", "resizeCount")) {
            counts.add(ChangeCount.REPLACED, connector.rotations(cause));
        }
    }

    /** @param moreNanos of load, in the round under way */
    private boolean isEnough(long moreNanos) {
        return !violations.isEmpty() // what follows may come of it
                || plan.isEnough(counts.of(ChangeCount.CHANGES), loadNanos + moreNanos);
    }

    private void round() {
        long seed = plan.seed() * 1_000 + counts.of(ChangeCount.ROUNDS);
        String topic = world.createTopic("changes-" + seed, PARTITIONS);
        SendingLoad load;
        var watch = new DeliveryWatch(seed, world.direct(), topic, PARTITIONS);
        try (watch) {
            var consumer = watch.start(
                    connector.consumer(watch.group()).set("auto-offset-reset", "earliest"), Settings.LISTENER);
            connector.watch(consumer);
            if (!Deadline.in(PATIENCE).await(() -> consumer.stats().assignedCount() == PARTITIONS)) {
                violations.add("stalled: the listener has no partitions: " + consumer.state());
            }
            long began = System.nanoTime();
            load = new SendingLoad(
                    seed, connector, topic, PARTITIONS, plan.perSecond(), LONGEST_SEND, DeliveryWatch::stamped);
            try (load) {
                changes.begin(watch, load);
                while (!isEnough(System.nanoTime() - began) && System.nanoTime() - began < ROUND.toNanos()) {
                    changes.make(plan.next());
                }
            }
            loadNanos += System.nanoTime() - began;
            watch.awaitQuiet(world.ends(topic), PATIENCE);
            counts.add(ChangeCount.REVOKED, consumer.stats().revokedCount());
        }
        check(topic, watch, load);
    }

    private void check(String topic, DeliveryWatch watch, SendingLoad load) {
        var log = world.read(topic);
        violations.addAll(load.violations(log));
        violations.addAll(watch.violations(log, world.ends(topic)));
        counts.add(ChangeCount.SENT, load.sentCount());
        counts.add(ChangeCount.DELIVERED, watch.deliveredCount());
        counts.add(ChangeCount.CAUSES, watch.causes().size());
    }

    private ChangeResult result() {
        return new ChangeResult(
                plan.seed(),
                counts,
                plan.fullDecks(),
                changes.slowestMillis(Knob.Reach.HOT),
                changes.slowestMillis(Knob.Reach.ROLLED),
                loadNanos == 0 ? 0 : counts.of(ChangeCount.SENT) * 1_000_000_000 / loadNanos,
                loadNanos / 1_000_000,
                violations);
    }
}
