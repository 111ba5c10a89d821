// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConsumer;
import io.mqconnector.api.MqErrorListener;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.List;

/** The started listeners of an application: all or none. For one thread at a time. */
final class RunningListeners {
    private static final MqCdiLog LOG = MqCdiLog.of(RunningListeners.class);

    private final RequestScope requestScope;
    private final List<BeanCall> calls = new ArrayList<>();
    private final List<MqConsumer> consumers = new ArrayList<>();

    private final List<BeanReferences<?>> references = new ArrayList<>();
    private final BeanManager beanManager;

    private RunningListeners(BeanManager beanManager) {
        this.beanManager = beanManager;
        this.requestScope = new RequestScope(beanManager);
    }

    /**
     * Opens all beans, then subscribes; if anything fails, everything is undone.
     *
     * @throws RuntimeException what a bean or the runtime threw
     */
    static RunningListeners start(
            List<ListenerSubscription> subscriptions,
            MqRuntime runtime,
            ListenerEnvironment environment,
            BeanManager beanManager,
            ContainerContext context) {
        var running = new RunningListeners(beanManager);
        try {
            var opened = new ArrayList<ListenerSubscription.Opened>();
            for (ListenerSubscription subscription : subscriptions) {
                opened.add(subscription.open(running.requestScope, running.calls));
            }
            var carriers = new ArrayList<>(environment.carriers());
            carriers.addAll(running.beansOf(MqContextCarrier.class));
            var errorListeners = running.beansOf(MqErrorListener.class);
            for (ListenerSubscription.Opened each : opened) {
                var request = each.subscription().request(environment).carriers(carriers);
                if (!errorListeners.isEmpty()) {
                    request.errorListener(
                            context.aroundErrors(new ErrorListeners(errorListeners, running.requestScope)));
                }
                listen(each, request, context, environment);
                running.consumers.add(runtime.subscribe(request.build()));
            }
        } catch (RuntimeException | Error e) {
            running.stop();
            throw e;
        }
        LOG.listenersStarted(subscriptions.size());
        return running;
    }

    private <T> List<T> beansOf(Class<T> type) {
        var beans = BeanReferences.of(type, beanManager);
        references.add(beans);
        return beans.all();
    }

    private static void listen(
            ListenerSubscription.Opened opened,
            SubscriptionRequest.Builder request,
            ContainerContext context,
            ListenerEnvironment environment) {
        if (opened.subscription().isBatch()) {
            request.batchListener(context.aroundBatches(opened.batchListener(environment)));
        } else {
            request.listener(context.around(opened.listener(environment)));
        }
    }

    /** Closes the consumers, then lets go of the beans. Idempotent. */
    void stop() {
        int count = consumers.size();
        // All stop beginning new deliveries at once; closing waits for one after the other.
        consumers.forEach(consumer -> attempt("pausing " + consumer.name(), consumer::pause));
        consumers.forEach(consumer -> attempt("listener " + consumer.name(), consumer::close));
        consumers.clear();
        calls.forEach(call -> attempt("listener's bean", call::close));
        calls.clear();
        references.forEach(beans -> attempt("beans beside the listeners", beans::close));
        references.clear();
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
