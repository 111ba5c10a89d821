// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqListener;
import io.mqconnector.api.MqNamed;
import io.mqconnector.spi.MqContextCarrier;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.PayloadConverters;
import io.mqconnector.spi.SubscriptionRequest;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.AnnotatedType;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Decorator;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.Interceptor;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.lang.reflect.Modifier;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One application with mq, from discovery to shutdown: what {@link MqExtension} does once mq-api is known to be there.
 *
 * <p>Called by the container only, by one thread at a time.
 */
final class DeployedApplication {
    private static final MqCdiLog LOG = MqCdiLog.of(DeployedApplication.class);

    /** For a resource adapter that is being started; one that never is costs that much more until it is reported. */
    private static final Duration ADAPTER_PATIENCE = Duration.ofSeconds(30);

    private final List<RuntimeSource> sources;
    private final Map<Class<?>, AnnotatedType<?>> seenTypes = new HashMap<>();
    private final Set<Class<?>> beanClasses = new HashSet<>();
    private final List<ListenerMethod> listeners = new ArrayList<>();
    private final ConnectionBeans connections = new ConnectionBeans();
    private final List<String> misplaced = new ArrayList<>();
    private final ClassLoader applicationLoader;
    private final EnvelopeRules envelopes;
    private final ApplicationJson json;
    private Function<String, Optional<String>> applicationConfig = key -> Optional.empty();
    private List<ListenerSubscription> subscriptions = List.of();
    private List<MqContextCarrier> carriers = List.of();
    private boolean isRuntimeAwaited;
    private @Nullable ApplicationRuntime runtime;
    private @Nullable RunningListeners running;
    private @Nullable ApplicationNotifiers notifiers;

    DeployedApplication(List<RuntimeSource> sources, ClassLoader applicationLoader, Clock clock) {
        this.sources = sources;
        this.applicationLoader = applicationLoader;
        this.envelopes = new EnvelopeRules(clock);
        this.json = new ApplicationJson(applicationLoader);
    }

    void see(AnnotatedType<?> type) {
        if (isMarked(type) && isOurs(type.getJavaClass())) {
            seenTypes.put(type.getJavaClass(), type);
        }
    }

    private static boolean isMarked(AnnotatedType<?> type) {
        try {
            return type.getMethods().stream().anyMatch(method -> method.isAnnotationPresent(MqListener.class));
        } catch (LinkageError | RuntimeException e) {
            return false; // a class that cannot be read: the container says so, if it is a bean
        }
    }

    /** In an EAR events of all modules come here, and another WAR's mq-cdi takes those of that WAR, too. */
    private static boolean isOurs(Class<?> type) {
        var seen = MqExtension.seenBy(type.getClassLoader());
        return seen == null || seen == MqExtension.class;
    }

    void see(InjectionPoint point) {
        connections.see(point);
    }

    void see(ProcessBean<?> event) {
        var bean = event.getBean();
        if (bean instanceof Interceptor || bean instanceof Decorator) {
            seeMisplaced(bean);
            return;
        }
        if (isOurs(bean.getBeanClass())) {
            connections.see(bean);
        }
        if (event instanceof ProcessManagedBean<?> managed) {
            var type = managed.getAnnotatedBeanClass();
            beanClasses.add(type.getJavaClass());
            var methods = ListenerMethod.of(bean, type);
            if (!methods.isEmpty() && isOurs(type.getJavaClass())) {
                listeners.addAll(methods);
            }
        }
    }

    private void seeMisplaced(Bean<?> bean) {
        var type = seenTypes.get(bean.getBeanClass());
        if (type != null) {
            beanClasses.add(type.getJavaClass());
            ListenerMethod.of(bean, type)
                    .forEach(method -> misplaced.add(method + ": is a method of "
                            + (bean instanceof Interceptor ? "an interceptor" : "a decorator")
                            + "; move it to a bean"));
        }
    }

    /** Makes a qualifier of what mq-api, which knows nothing of CDI, only calls so. */
    void addQualifier(BeforeBeanDiscovery event) {
        event.addQualifier(MqNamed.class);
    }

    void addProducer(AfterBeanDiscovery event, BeanManager beanManager) {
        var told = new ApplicationNotifiers(beanManager, applicationLoader);
        notifiers = told;
        var lazyRuntime = new ApplicationRuntime(sources, applicationLoader, beanManager, told::use);
        runtime = lazyRuntime;
        HealthBeans.add(event, lazyRuntime::known);
        connections.add(event, beanManager, lazyRuntime, () -> carriers);
    }

    void validate(AfterDeploymentValidation event, BeanManager beanManager) {
        warnOfUncalledMethods();
        var problems = new ArrayList<>(misplaced);
        var causes = new ArrayList<Throwable>();
        listeners.sort(Comparator.comparing(ListenerMethod::toString));
        applicationConfig = listeners.isEmpty() ? applicationConfig : ApplicationConfig.of(applicationLoader);
        subscriptions = ListenerSubscription.of(plans(beanManager, problems, causes), applicationConfig, problems);
        carriers = carriers(problems, causes);
        if (!subscriptions.isEmpty() || connections.areInjected()) {
            isRuntimeAwaited = !askRuntime(problems, causes, true);
        }
        forgetDiscovery();
        if (!problems.isEmpty()) {
            close();
            event.addDeploymentProblem(failure(problems, causes));
        }
    }

    void start(BeanManager beanManager) {
        askAwaitedRuntime();
        if (notifiers != null) {
            notifiers.start();
        }
        // An application of several modules may say so several times.
        if (running != null || subscriptions.isEmpty() || runtime == null) {
            return;
        }
        var starting = subscriptions;
        subscriptions = List.of(); // once, whether it succeeds or not
        try {
            running = RunningListeners.start(
                    starting, runtime.get(), environment(), beanManager, ContainerContext.captured());
        } catch (RuntimeException | Error e) {
            runtime.close();
            throw e;
        }
    }

    /** A mistake that deployment could not see yet ends the start instead. */
    private void askAwaitedRuntime() {
        if (!isRuntimeAwaited) {
            return;
        }
        isRuntimeAwaited = false; // once, as the listeners
        if (runtime != null) {
            runtime.await(ADAPTER_PATIENCE); // the server may be starting it at this moment
        }
        var problems = new ArrayList<String>();
        var causes = new ArrayList<Throwable>();
        askRuntime(problems, causes, false);
        if (!problems.isEmpty()) {
            close();
            throw failure(problems, causes);
        }
    }

    void stop() {
        subscriptions = List.of();
        if (running != null) {
            running.stop();
            running = null;
        }
        if (notifiers != null) {
            notifiers.stop();
        }
    }

    void close() {
        stop();
        connections.close();
        if (runtime != null) {
            runtime.close();
        }
        json.close();
    }

    private ListenerEnvironment environment() {
        return new ListenerEnvironment(applicationConfig, applicationLoader, carriers, json, envelopes);
    }

    private List<ListenerPlan> plans(BeanManager beanManager, List<String> problems, List<Throwable> causes) {
        if (listeners.isEmpty()) {
            return List.of();
        }
        PayloadConverters converters;
        try {
            converters = PayloadConverters.of(applicationLoader);
        } catch (ServiceConfigurationError e) {
            problems.add("payload converters cannot be loaded by " + applicationLoader + ": " + e.getMessage()
                    + "; correct or remove the one named");
            causes.add(e);
            converters = PayloadConverters.of(ClassLoader.getPlatformClassLoader());
        }
        var made = new ArrayList<ListenerPlan>();
        for (ListenerMethod listener : listeners) {
            var plan = new ListenerPlan(listener, converters, json, beanManager);
            made.add(plan);
            plan.problems().forEach(problem -> problems.add(listener + ": " + problem));
        }
        return List.copyOf(made);
    }

    private List<MqContextCarrier> carriers(List<String> problems, List<Throwable> causes) {
        try {
            return ServiceLoader.load(MqContextCarrier.class, applicationLoader).stream()
                    .map(ServiceLoader.Provider::get)
                    .toList();
        } catch (ServiceConfigurationError e) {
            problems.add("context carriers cannot be loaded by " + applicationLoader + ": " + e.getMessage()
                    + "; correct or remove the one named");
            causes.add(e);
            return List.of();
        }
    }

    /**
     * What only the runtime knows: unresolved expressions, a missing group, bad configuration.
     *
     * @param mayWait whether a runtime that the server has yet to start is none of the problems
     * @return whether it could be asked, or never can
     */
    private boolean askRuntime(List<String> problems, List<Throwable> causes, boolean mayWait) {
        try {
            var lazyRuntime = requireNonNull(runtime, "runtime");
            var awaited = mayWait ? lazyRuntime.awaited() : Optional.<String>empty();
            if (awaited.isPresent()) {
                LOG.runtimeAwaited(awaited.get());
                return false;
            }
            var asked = lazyRuntime.get();
            problems.addAll(connections.problems(asked));
            for (ListenerSubscription subscription : subscriptions) {
                if (subscription.isDeclared()) {
                    problemsOf(asked, unstarted(subscription))
                            .forEach(problem -> problems.add(subscription.method() + ": " + problem));
                }
            }
        } catch (MqConfigException e) {
            e.problems().forEach(problem -> problems.add("mq runtime: " + problem));
            causes.add(e);
        } catch (RuntimeException e) {
            problems.add("mq runtime: cannot be started: " + e);
            causes.add(e);
        } catch (LinkageError e) {
            problems.add("mq runtime: mq-cdi " + ClassOrigin.of(MqExtension.class) + " does not fit mq-api "
                    + ClassOrigin.of(MqRuntime.class) + ": " + e + "; use the same version of both");
            causes.add(e);
        }
        return true;
    }

    private SubscriptionRequest unstarted(ListenerSubscription subscription) {
        var request = subscription.request(environment());
        if (subscription.isBatch()) {
            request.batchListener(batch -> refuseCall());
        } else {
            request.listener((message, metadata) -> refuseCall());
        }
        return request.build();
    }

    private static void refuseCall() {
        throw new IllegalStateException("a request that was only checked received a message");
    }

    private static List<String> problemsOf(MqRuntime runtime, SubscriptionRequest request) {
        try {
            return runtime.problems(request);
        } catch (RuntimeException e) {
            return List.of("its configuration cannot be read: " + e);
        }
    }

    private void warnOfUncalledMethods() {
        seenTypes.forEach((seen, type) -> {
            if (beanClasses.stream().noneMatch(seen::isAssignableFrom) && !Modifier.isAbstract(seen.getModifiers())) {
                ListenerMethod.marked(type)
                        .forEach(method -> LOG.listenerOfNoBean(ListenerMethod.described(
                                seen,
                                method.getJavaMember(),
                                List.of(method.getJavaMember().getGenericParameterTypes()))));
            }
        });
    }

    private void forgetDiscovery() {
        seenTypes.clear();
        beanClasses.clear();
        listeners.clear();
    }

    private static DeploymentException failure(List<String> problems, List<Throwable> causes) {
        var failure =
                new DeploymentException("mq: " + problems.size() + (problems.size() == 1 ? " problem" : " problems")
                        + ", no listener was started:\n - " + String.join("\n - ", problems));
        if (!causes.isEmpty()) {
            failure.initCause(causes.get(0));
            causes.stream().skip(1).forEach(failure::addSuppressed);
        }
        return failure;
    }
}
