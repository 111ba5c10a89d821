// SPDX-License-Identifier: MIT
package io.mqconnector.itests.delivery;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqConsumerBuilder;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqMessageListener;
import io.mqconnector.broker.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The model's listener in a group that reads what others send: at a connector that is somebody else's, and at members that
 * join and leave. For one thread, except where it says so.
 */
public final class DeliveryWatch implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(60);

    private final SeedPlan plan;
    private final Target target;
    private final MemoryJournal journal = new MemoryJournal();
    private final CommitSampler sampler;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final List<String> violations = new ArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    /** The most that were busy at a time since somebody asked. */
    private final AtomicInteger mostBusy = new AtomicInteger();

    private @Nullable MqConsumer watched;
    private @Nullable MemberWatch watch;
    private @Nullable MqMember guest;
    private int guestCount;
    private Map<Integer, Long> afterQuiet = Map.of();

    /**
     * @param seed decides which deliveries are slow
     * @param brokers for members that join
     * @param topic what is read
     * @param partitionCount of the topic
     */
    public DeliveryWatch(long seed, String brokers, String topic, int partitionCount) {
        plan = plan(seed, partitionCount);
        target = new Target(brokers, topic, topic + "-group");
        sampler = new CommitSampler(target);
    }

    /** No listener fails; one record in a thousand takes a few milliseconds. */
    private static SeedPlan plan(long seed, int partitionCount) {
        return new SeedPlan(
                seed,
                Theme.POISON,
                List.of(),
                0,
                partitionCount,
                0,
                false,
                true,
                SeedPlan.Log.PLAIN,
                false,
                Order.PARTITION,
                Form.RECORD,
                Policy.SKIP,
                "classic",
                false,
                false,
                1,
                0,
                1,
                2,
                1_000,
                1_000,
                10_000,
                3,
                0,
                1_000,
                new SeedPlan.Rates(10, 0, 0, 0, 0, 0));
    }

    /** What the listener knows a message by; thread-safe. */
    public static MqMessage stamped(int id, MqMessage message) {
        var headers = message.headers()
                .with(Stamp.ID, Integer.toString(id))
                .with(Stamp.KEY_SEQUENCE, Integer.toString(id))
                .with(Stamp.CRC, Long.toString(Stamp.crc(message.value())));
        return message.withHeaders(headers);
    }

    public String group() {
        return target.group();
    }

    /** Starts the listener that is watched. */
    public MqConsumer start(MqConsumerBuilder builder, String name) {
        var written = new MemberJournal(name, journal);
        var listener = new ModelListener(plan, written, later);
        var started = builder.topics(target.topic()).name(name).start(counted(listener));
        watched = started;
        watch = new MemberWatch(name, started, written);
        return started;
    }

    private MqMessageListener counted(MqMessageListener listener) {
        return (message, metadata) -> {
            mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
            try {
                listener.onMessage(message, metadata);
            } finally {
                busy.decrementAndGet();
            }
        };
    }

    /** How many deliveries of the watched listener were under way at a time since the last call. */
    public int mostBusy() {
        return mostBusy.getAndSet(busy.get());
    }

    /** How many deliveries of the watched listener are under way. */
    public int busy() {
        return busy.get();
    }

    /** A member that is another connector's joins, or leaves if it is there; returns at once when it has begun to. */
    public void rebalance() {
        if (guest == null) {
            guest = new MqMember("guest-" + ++guestCount, target, plan, journal);
        } else {
            guest.close();
            guest = null;
        }
    }

    /** Reads counters: from time to time, so that causes are known to have been when they were. */
    public void look() {
        if (watch != null) {
            watch.look();
        }
        if (guest != null) {
            guest.look();
        }
    }

    /** Until all is delivered and committed. */
    public void awaitQuiet(Map<Integer, Long> ends, Duration patience) {
        var deadline = Deadline.in(patience);
        boolean isQuiet = deadline.await(() -> {
            look();
            return sampler.committed().equals(ends);
        });
        if (!isQuiet) {
            violations.add("stalled: committed " + sampler.committed() + " of " + ends + " after " + patience + "; "
                    + (watched == null ? "" : watched.state() + " " + watched.stats()));
        }
        afterQuiet = sampler.committed();
    }

    /** All leave. */
    @Override
    public void close() {
        if (guest != null) {
            guest.close();
        }
        if (watched != null && !watched.close(CLOSE)) {
            violations.add("stalled: the watched listener does not close within " + CLOSE);
        }
        look();
        later.shutdownNow();
        sampler.close();
    }

    /**
     * What must not be, each beginning with the check's name and a colon; when it is closed.
     *
     * @param log everything in the topic
     * @param ends of its partitions
     */
    public List<String> violations(List<ConsumerRecord<byte[], byte[]>> log, Map<Integer, Long> ends) {
        var all = new ArrayList<>(violations);
        var history = new History(
                plan.rules(EnumSet.allOf(Feature.class)),
                log,
                Deliveries.of(journal.events()),
                sampler.samples(),
                journal.causes(),
                List.of(),
                History.millisToNanosNow(),
                ends,
                afterQuiet,
                sampler.committed());
        Check.ALL.forEach(check -> all.addAll(check.violations(history)));
        return all;
    }

    /** What might have excused a duplicate, by what it is. */
    public List<String> causes() {
        return journal.causes().stream().map(Cause::toString).toList();
    }

    /** Deliveries that began. */
    public long deliveredCount() {
        return journal.events().stream()
                .filter(event -> event.kind() == EventKind.START)
                .count();
    }
}
