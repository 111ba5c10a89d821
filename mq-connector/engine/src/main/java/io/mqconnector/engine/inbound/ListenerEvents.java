// SPDX-License-Identifier: MIT
package io.mqconnector.engine.inbound;

import io.mqconnector.api.MqConsumerError;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.api.MqPartition;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.telling.TellingQueue;
import io.mqconnector.engine.telling.TellingQueue.Overflow;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells of trouble: an observer at once, the application's error listener by one call after the other, on a thread that
 * nothing waits for. Thread-safe.
 */
final class ListenerEvents {
    /** What waits for the application at most: a listener that does not return must not fill the heap. */
    static final int BOUND = 1_000;

    private final MqLog log = MqLog.of(ListenerEvents.class);
    private final String listener;
    private final String group;
    private final ListenerObserver observer;
    private final TellingQueue<MqConsumerError> told;

    /**
     * @param listener name of the listener
     * @param group its group
     * @param told the application's
     * @param observer told on the calling thread
     * @param applicationLoader the context class loader around each call
     * @param executor where calls are made
     */
    ListenerEvents(
            String listener,
            String group,
            MqErrorListener told,
            ListenerObserver observer,
            ClassLoader applicationLoader,
            Executor executor) {
        this.listener = listener;
        this.group = group;
        this.observer = observer;
        this.told = new TellingQueue<>(new Application(told), BOUND, Overflow.OLDEST, applicationLoader, executor);
    }

    /** Who is told on a thread of the executor. */
    private final class Application implements TellingQueue.Audience<MqConsumerError> {
        private final MqErrorListener application;
        /** It is said once that it does not keep up; the guard is its own atomicity. */
        private final AtomicBoolean isTooSlow = new AtomicBoolean();

        Application(MqErrorListener application) {
            this.application = application;
        }

        @Override
        public void tell(MqConsumerError error) {
            application.onError(error);
        }

        @Override
        public void failed(MqConsumerError error, Throwable failure) {
            log.errorListenerFailed(listener, failure);
        }

        @Override
        public void dropped() {
            if (isTooSlow.compareAndSet(false, true)) {
                log.errorListenerTooSlow(listener, BOUND);
            }
        }
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
        observer.trouble(error);
        told.offer(error);
    }

    /** Tells whoever operates it that what it waited for has come; returns at once. */
    void recovered() {
        observer.done(ListenerObserver.Deed.RECOVERED, listener, group);
    }
}
