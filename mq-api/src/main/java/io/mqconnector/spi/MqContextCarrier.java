// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import io.mqconnector.api.MqDelivery;
import java.util.function.BiConsumer;

/**
 * Carries a context of the application (a trace, a logging context) along with messages. Found by
 * {@link java.util.ServiceLoader} on the application's class loader and, for {@code @MqListener} methods, among the beans of
 * the application (such a bean is called outside of any request). Thread-safe.
 *
 * <p>The trace id of {@link io.mqconnector.api.MqTrace} needs none: the connector carries it itself.
 */
public interface MqContextCarrier {
    /**
     * Puts what is current on this thread into a message that is being sent. Called on the sender's thread; what it throws
     * is logged and does not keep the message.
     *
     * @param header adds a header, name and UTF-8 value, unless the message has one of that name
     */
    void inject(BiConsumer<String, String> header);

    /**
     * Makes current what the record carries, before its listener is called on this thread. What it throws is logged, and
     * the listener is called without it.
     *
     * @return closed on the same thread when the listener is through
     */
    Scope open(MqDelivery delivery);

    /** What was opened. */
    interface Scope extends AutoCloseable {
        /** Nothing was opened. */
        Scope NONE = failure -> {};

        /**
         * Ends it.
         *
         * @param failure what the listener threw, or null if it returned normally
         */
        void close(@org.jspecify.annotations.Nullable Throwable failure);

        @Override
        default void close() {
            close(null);
        }
    }
}
