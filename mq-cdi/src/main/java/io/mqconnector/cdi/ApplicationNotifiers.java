// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.spi.MqRuntime;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The application's own notifiers: they hear of the connector that it uses, from its start on, or from when it first looks
 * one up; of none that it does not use. Thread-safe.
 */
final class ApplicationNotifiers {
    private static final MqCdiLog LOG = MqCdiLog.of(DeployedApplication.class);

    private final BeanManager beanManager;
    private final ClassLoader applicationLoader;
    private final CompletableFuture<@Nullable Void> start = new CompletableFuture<>();
    private final CompletableFuture<MqRuntime> used = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    /** @param applicationLoader of the calls, whoever looks up first */
    ApplicationNotifiers(BeanManager beanManager, ClassLoader applicationLoader) {
        this.beanManager = beanManager;
        this.applicationLoader = applicationLoader;
        var unused = start.thenCombine(used, (started, runtime) -> runtime).thenAccept(this::tell);
    }

    /** The application has started: its beans can be had. */
    void start() {
        start.complete(null);
    }

    /** The application uses this one. */
    void use(MqRuntime runtime) {
        used.complete(runtime);
    }

    /** The application ends: nobody is told anything any more, whatever else begins. */
    void stop() {
        start.cancel(false);
        used.cancel(false);
        end.complete(null);
    }

    /** On the thread of whoever looks a producer up for the first time, who is not to blame for what fails here. */
    private void tell(MqRuntime runtime) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(applicationLoader);
        try {
            var told = NotifierBeans.told(runtime, beanManager);
            var unused = end.thenRun(told::close);
        } catch (RuntimeException | LinkageError e) {
            LOG.notifiersNotTold(runtime.instanceId(), e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
