// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqBatchException;
import io.mqconnector.api.MqBatchListener;
import io.mqconnector.api.MqDelivery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls a listener method with each batch, a request around each call. Thread-safe as far as the bean is.
 *
 * <p>The method may get fewer records than came: filtered and expired ones are skipped, and those that cannot be converted fail alone.
 */
final class BatchInvocation implements MqBatchListener {
    private final BeanCall call;
    private final ArgumentSource element;
    private final EnvelopeRules envelopes;

    BatchInvocation(BeanCall call, ArgumentSource element, EnvelopeRules envelopes) {
        this.call = call;
        this.element = element;
        this.envelopes = envelopes;
    }

    @Override
    @SuppressWarnings("try") // the request is only begun and ended
    public void onBatch(List<MqDelivery> batch) throws Exception {
        try (var request = call.begin()) {
            var read = new Batch(batch);
            for (MqDelivery delivery : batch) {
                read(delivery, read);
            }
            if (!read.taken.isEmpty()) {
                invoke(read);
            }
            read.throwFailure();
        }
    }

    private void read(MqDelivery delivery, Batch read) throws InterruptedException {
        try {
            if (call.accepts(delivery)) {
                var argument = element.argument(delivery);
                if (!envelopes.isExpired(argument, delivery)) {
                    read.elements.add(argument);
                    read.taken.add(delivery);
                }
            }
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            read.fail(delivery, e);
        }
    }

    private void invoke(Batch read) {
        try {
            call.invoke(Collections.unmodifiableList(read.elements));
        } catch (Throwable e) {
            var thrown = e instanceof MqBatchException partly ? read.inItsTerms(partly) : e;
            throw Rethrown.unchanged(read.all.size() == 1 ? envelopes.thrown(read.elements.get(0), thrown) : thrown);
        }
    }

    /** A batch, and what was found of it. Confined to one delivery. */
    private static final class Batch {
        private final List<MqDelivery> all;
        private final List<MqDelivery> taken;
        private final List<@Nullable Object> elements;
        private final List<MqDelivery> unreadable = new ArrayList<>();
        private @Nullable Exception firstFailure;

        Batch(List<MqDelivery> all) {
            this.all = all;
            this.taken = new ArrayList<>(all.size());
            this.elements = new ArrayList<>(all.size());
        }

        void fail(MqDelivery delivery, Exception failure) {
            unreadable.add(delivery);
            if (firstFailure == null) {
                firstFailure = failure;
            }
        }

        void throwFailure() throws Exception {
            var failure = firstFailure;
            if (failure != null) {
                throw all.size() == 1 ? failure : MqBatchException.ofFailed(unreadable, failure);
            }
        }

        /** What the method said of the list it got, said of the batch. */
        MqBatchException inItsTerms(MqBatchException thrown) {
            if (taken.size() == all.size()) {
                return thrown;
            }
            int done = thrown.doneCount();
            if (done >= taken.size()) {
                return thrown; // no count of this list: the engine says so
            }
            if (done >= 0 && unreadable.isEmpty()) {
                return MqBatchException.afterDone(all.indexOf(taken.get(done)), thrown.getCause());
            }
            Set<MqDelivery> undone = Collections.newSetFromMap(new IdentityHashMap<>());
            undone.addAll(unreadable);
            undone.addAll(done >= 0 ? taken.subList(done, taken.size()) : thrown.failed());
            var inOrder = all.stream().filter(undone::contains).toList();
            return inOrder.isEmpty()
                    ? thrown
                    : MqBatchException.ofFailed(inOrder, thrown.getCause() == null ? thrown : thrown.getCause());
        }
    }
}
