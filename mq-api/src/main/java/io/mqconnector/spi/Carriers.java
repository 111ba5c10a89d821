// SPDX-License-Identifier: MIT
package io.mqconnector.spi;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqHeaders;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqSender;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Context carriers, asked for the headers of each message that is sent; for the engine. Thread-safe. */
public final class Carriers {
    private static final long REPEAT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long NEVER = 0;

    /** When a failure was told last; its own atomicity. */
    private final AtomicLong toldNanos = new AtomicLong(NEVER);

    private final List<MqContextCarrier> carriers;
    private final Consumer<Throwable> failures;

    /**
     * @param carriers asked in this order
     * @param failures told what a carrier threw, the first time and then once a minute; its headers are left out
     */
    public Carriers(List<MqContextCarrier> carriers, Consumer<Throwable> failures) {
        this.carriers = List.copyOf(carriers);
        this.failures = failures;
    }

    /**
     * These, and others that are asked before them.
     *
     * @param first asked in this order
     */
    public Carriers after(List<MqContextCarrier> first) {
        if (first.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(first);
        all.addAll(carriers);
        return new Carriers(all, failures);
    }

    /** Puts what is current on the sender's thread into each message; the sender itself where there are no carriers. */
    public MqSender around(MqSender sender) {
        return carriers.isEmpty() ? sender : new CarryingSender<>(sender, this);
    }

    /** The same object if there is nothing to carry. */
    MqMessage carrying(MqMessage message) {
        var headers = carrying(requireNonNull(message, "message").headers());
        return headers.size() == message.headers().size() ? message : message.withHeaders(headers);
    }

    /** The same object if there is nothing to carry. */
    MqHeaders carrying(MqHeaders headers) {
        var all = new HeadersSoFar(requireNonNull(headers, "headers"));
        for (MqContextCarrier carrier : carriers) {
            var before = all.headers;
            try {
                carrier.inject(all::add);
            } catch (RuntimeException | LinkageError e) {
                all.headers = before;
                tell(e);
            }
        }
        return all.headers;
    }

    private void tell(Throwable failure) {
        long now = System.nanoTime();
        long last = toldNanos.get();
        if ((last == NEVER || now - last >= REPEAT_NANOS) && toldNanos.compareAndSet(last, now == NEVER ? 1 : now)) {
            failures.accept(failure);
        }
    }

    /** For one message and one thread. */
    private static final class HeadersSoFar {
        private MqHeaders headers;

        HeadersSoFar(MqHeaders headers) {
            this.headers = headers;
        }

        void add(String name, String value) {
            if (headers.last(name).isEmpty()) {
                headers = headers.with(name, value);
            }
        }
    }
}
