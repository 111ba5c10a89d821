// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A request context around each delivery. Thread-safe.
 *
 * <p>A {@link RequestContextController} remembers whether it activated the context, so one must not serve two threads at
 * a time: idle ones are kept, as many as there were concurrent deliveries.
 */
final class RequestScope {
    private final BeanManager beanManager;
    private final ConcurrentLinkedQueue<Activation> idle = new ConcurrentLinkedQueue<>();

    RequestScope(BeanManager beanManager) {
        this.beanManager = beanManager;
    }

    /** Begins a request on this thread, unless one is active; close it on the same thread. */
    Activation begin() {
        var next = idle.poll();
        var activation = next == null ? newActivation() : next;
        activation.isOurs = activation.controller.activate();
        return activation;
    }

    /** Lets go of the idle controllers. */
    void close() {
        for (var activation = idle.poll(); activation != null; activation = idle.poll()) {
            activation.context.release();
        }
    }

    private Activation newActivation() {
        Bean<?> bean = beanManager.resolve(beanManager.getBeans(RequestContextController.class));
        var context = beanManager.createCreationalContext(bean);
        var controller =
                (RequestContextController) beanManager.getReference(bean, RequestContextController.class, context);
        return new Activation(controller, context);
    }

    /** One request on one thread. */
    final class Activation implements AutoCloseable {
        private final RequestContextController controller;
        private final CreationalContext<?> context;
        private boolean isOurs; // confined to the thread of the delivery, handed on by the queue

        private Activation(RequestContextController controller, CreationalContext<?> context) {
            this.controller = controller;
            this.context = context;
        }

        @Override
        public void close() {
            if (isOurs) {
                isOurs = false;
                controller.deactivate();
            }
            idle.add(this);
        }
    }
}
