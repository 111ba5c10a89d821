// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.log.MqLog;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells an application's error listener of trouble: one call after the other, on a thread that nothing waits for.
 * Thread-safe.
 */
final class ListenerEvents {
    private final MqLog log = MqLog.of(ListenerEvents.class);
    private final String listener;
    private final String group;
    private final MqErrorListener told;
    private final ClassLoader applicationLoader;
    private final Executor executor;

    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by {@link #lock}. */
    private final ArrayDeque<MqConsumerError> waiting = new ArrayDeque<>();
    /** Guarded by {@link #lock}: whether somebody is telling. */
    private boolean telling;

    /**
     * @param listener name of the listener
     * @param group its group
     * @param told the application's
     * @param applicationLoader the context class loader around each call
     * @param executor where calls are made
     */
    ListenerEvents(
            String listener, String group, MqErrorListener told, ClassLoader applicationLoader, Executor executor) {
        this.listener = listener;
        this.group = group;
        this.told = told;
        this.applicationLoader = applicationLoader;
        this.executor = executor;
    }

    /** Tells of trouble; returns at once. */
    void tell(MqConsumerError.Kind kind, List<TopicPartition> partitions, String message, @Nullable Throwable cause) {
        var error = new MqConsumerError(
                kind,
                listener,
                group,
                partitions.stream()
                        .map(partition -> new MqPartition(partition.topic(), partition.partition()))
                        .toList(),
                message,
                cause);
        lock.lock();
        try {
            waiting.add(error);
            if (telling) {
                return;
            }
            telling = true;
        } finally {
            lock.unlock();
        }
        try {
            executor.execute(this::tellAll);
        } catch (RejectedExecutionException e) {
            // the connector is closed: there is nobody left to tell
            lock.lock();
            try {
                waiting.clear();
                telling = false;
            } finally {
                lock.unlock();
            }
        }
    }

    private void tellAll() {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(applicationLoader);
        try {
            for (var error = next(); error != null; error = next()) {
                try {
                    told.onError(error);
                } catch (RuntimeException | Error e) {
                    log.errorListenerFailed(listener, e);
                }
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private @Nullable MqConsumerError next() {
        lock.lock();
        try {
            var next = waiting.poll();
            if (next == null) {
                telling = false;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
