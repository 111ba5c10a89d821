// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.spi.MqRuntime;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The started listeners of an application: all or none. For one thread at a time. */
final class RunningListeners {
    private static final MqCdiLog LOG = MqCdiLog.of(RunningListeners.class);

    private final RequestScope requestScope;
    private final List<ListenerInvocation> invocations = new ArrayList<>();
    private final List<MqConsumer> consumers = new ArrayList<>();

    private RunningListeners(BeanManager beanManager) {
        this.requestScope = new RequestScope(beanManager);
    }

    /**
     * Opens all beans, then subscribes; if anything fails, everything is undone.
     *
     * @throws RuntimeException what a bean or the runtime threw
     */
    static RunningListeners start(
            List<ListenerPlan> plans,
            MqRuntime runtime,
            Function<String, Optional<String>> applicationConfig,
            ClassLoader applicationLoader,
            BeanManager beanManager,
            ContainerContext context) {
        var running = new RunningListeners(beanManager);
        try {
            for (ListenerPlan plan : plans) {
                running.invocations.add(plan.open(running.requestScope));
            }
            for (int i = 0; i < plans.size(); i++) {
                var request = plans.get(i)
                        .request(context.around(running.invocations.get(i)), applicationConfig, applicationLoader);
                running.consumers.add(runtime.subscribe(request));
            }
        } catch (RuntimeException | Error e) {
            running.stop();
            throw e;
        }
        LOG.listenersStarted(plans.size());
        return running;
    }

    /** Closes the consumers, then lets go of the beans. Idempotent. */
    void stop() {
        int count = consumers.size();
        // All stop beginning new deliveries at once; closing waits for one after the other.
        consumers.forEach(consumer -> attempt("pausing " + consumer.name(), consumer::pause));
        consumers.forEach(consumer -> attempt("listener " + consumer.name(), consumer::close));
        consumers.clear();
        invocations.forEach(invocation -> attempt("listener's bean", invocation::close));
        invocations.clear();
        requestScope.close();
        if (count > 0) {
            LOG.listenersStopped(count);
        }
    }

    private static void attempt(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.closeFailed(what, e);
        }
    }
}
