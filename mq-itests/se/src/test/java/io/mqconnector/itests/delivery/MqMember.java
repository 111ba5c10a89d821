// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerBuilder;
import io.mqconnector.api.MqConsumerStats;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A member that is a connector of its own in this JVM. */
final class MqMember implements Member {
    private static final Duration CLOSE = Duration.ofSeconds(15);
    private static final String CLASSIC = "classic";

    private final String name;
    private final Mq mq;
    private final MqConsumer consumer;
    private final MemberWatch watch;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private boolean isClosed;
    private boolean isPaused;
    private long resumeCount;

    /**
     * Joins.
     *
     * @param name its name and instance id
     * @param target where
     * @param plan how
     * @param sink where its journal goes
     */
    MqMember(String name, Target target, SeedPlan plan, JournalSink sink) {
        this.name = name;
        var journal = new MemberJournal(name, sink);
        mq = Mq.create(
                MqConfig.builder().brokers(target.brokers()).instanceId(name).build());
        var builder = mq.consumer(target.group()).topics(target.topic());
        configure(builder, plan);
        consumer = plan.form() == Form.BATCH
                ? builder.startBatches(new ModelBatchListener(plan, journal))
                : builder.start(new ModelListener(plan, journal, later));
        watch = new MemberWatch(name, consumer, journal);
    }

    private static void configure(MqConsumerBuilder builder, SeedPlan plan) {
        builder.set("auto-offset-reset", "earliest")
                .set("auto-commit-interval", "100ms")
                .set("isolation", plan.isReadCommitted() ? "read_committed" : "read_uncommitted")
                .set("max-poll-records", "300")
                .set("workers", Integer.toString(plan.workerCount()))
                .set("consumers", Integer.toString(plan.consumerCount()))
                .set("ordering", plan.order().name().toLowerCase(Locale.ROOT))
                .set("max-in-flight", Integer.toString(plan.maxInFlight()))
                .set("max-in-flight-per-key", Integer.toString(plan.maxInFlightPerKey()))
                .set("max-span", Integer.toString(plan.maxSpan()))
                .set("drain-timeout", "5s")
                .set("close-timeout", "10s")
                .set("retry-attempts", Integer.toString(plan.retryAttempts()))
                .set("retry-backoff", "5ms")
                .set("retry-max-backoff", "50ms")
                .set("failure-policy", plan.policy().name().toLowerCase(Locale.ROOT))
                .set("handler-timeout", plan.handlerTimeoutMillis() + "ms")
                .set("restart-backoff", "100ms")
                .set("protocol", plan.protocol())
                .set("static-membership", Boolean.toString(plan.isStatic()))
                .set("kafka.metadata.max.age.ms", "500");
        if (plan.protocol().equals(CLASSIC)) {
            builder.set("session-timeout", "3s")
                    .set("heartbeat-interval", "200ms")
                    .set(
                            "kafka.partition.assignment.strategy",
                            "org.apache.kafka.clients.consumer."
                                    + (plan.isCooperative() ? "CooperativeStickyAssignor" : "RangeAssignor"));
        }
        if (plan.form() == Form.MANUAL) {
            builder.set("auto-commit", "false").set("ack-timeout", plan.ackTimeoutMillis() + "ms");
        }
        if (plan.form() == Form.BATCH) {
            builder.set("batch-max-records", "20").set("batch-max-wait", "5ms");
        }
    }

    @Override
    public String name() {
        return name;
    }

    /** What it is steered by. */
    MqConsumer consumer() {
        return consumer;
    }

    void pause() {
        isPaused = true;
        consumer.pause();
    }

    void resume() {
        consumer.resume();
        isPaused = false;
    }

    /** How often partitions stood still and were let go on. */
    long resumeCount() {
        return resumeCount;
    }

    /** As of the last look. */
    MqConsumerStats stats() {
        return watch.stats();
    }

    @Override
    public void look() {
        watch.look();
        if (!isPaused && stats().stoppedCount() > 0) {
            consumer.resume();
            resumeCount++;
        }
    }

    @Override
    public boolean isEnded() {
        return !isClosed && consumer.state() == MqConsumer.State.CLOSED;
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (!consumer.close(CLOSE)) {
            watch.write(CauseKind.CUT_OFF);
        }
        mq.close();
        watch.look();
        later.shutdownNow();
    }
}
