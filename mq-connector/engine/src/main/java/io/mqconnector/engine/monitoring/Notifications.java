// SPDX-License-Identifier: MIT
package io.mqconnector.engine.monitoring;

import io.mqconnector.api.MqNotification;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.telling.TellingQueue;
import io.mqconnector.engine.telling.TellingQueue.Overflow;
import io.mqconnector.spi.MqNotifier;
import io.mqconnector.spi.MqRuntime.Registration;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Tells notifiers what happens, each from a queue of its own, so that one that hangs holds up no other and never whoever
 * tells. Thread-safe.
 */
public final class Notifications implements AutoCloseable {
    /** What waits for a notifier at most. */
    static final int BOUND = 256;

    private final MqLog log = MqLog.of(Notifications.class);
    private final String instanceId;
    private final Executor executor;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final List<TellingQueue<MqNotification>> queues = new CopyOnWriteArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /**
     * @param instanceId of the connector that tells
     * @param executor runs notifiers, which may block
     * @param clock the time of day
     * @param nanoTime the clock for durations
     */
    public Notifications(String instanceId, Executor executor, Clock clock, LongSupplier nanoTime) {
        this.instanceId = instanceId;
        this.executor = executor;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * One more who hears.
     *
     * @param notifier the application's or ours
     * @param loader its context class loader
     */
    public Registration add(MqNotifier notifier, ClassLoader loader) {
        var told = new ToldNotifier(notifier, new MqLog.Limit(nanoTime), dropped, failed);
        var queue = new TellingQueue<>(told, BOUND, Overflow.NEWEST, loader, executor);
        queues.add(queue);
        return () -> {
            queues.remove(queue);
            queue.close();
        };
    }

    /** Those that an application provides as services. */
    public void addServices(ClassLoader loader) {
        try {
            ServiceLoader.load(MqNotifier.class, loader).forEach(notifier -> {
                var unused = add(notifier, loader);
            });
        } catch (ServiceConfigurationError e) {
            log.notifiersNotLoaded(loader, e);
        }
    }

    /**
     * Tells all of something. Returns at once.
     *
     * @param type what it is about
     * @param subject which connection, listener or group; empty for the connector
     * @param text a sentence, without secrets
     * @param facts the same by name, without secrets
     */
    public void publish(MqNotification.Type type, String subject, String text, Map<String, String> facts) {
        if (queues.isEmpty()) {
            return;
        }
        var notification = new MqNotification(type, instanceId, subject, text, clock.instant(), facts);
        queues.forEach(queue -> queue.offer(notification));
    }

    /** Those that were too many for their notifier. */
    public long droppedCount() {
        return dropped.sum();
    }

    /** Those that their notifier did not take. */
    public long failedCount() {
        return failed.sum();
    }

    /** Tells nobody any more; what is being told is not waited for. */
    @Override
    public void close() {
        queues.forEach(TellingQueue::close);
        queues.clear();
    }
}
