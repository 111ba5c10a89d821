// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqConnectionException;
import io.mqconnector.api.MqErrorCode;
import io.mqconnector.spi.MqRuntime;
import jakarta.enterprise.inject.AmbiguousResolutionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The one runtime of an application, taken when it is first asked for. Thread-safe. */
final class ApplicationRuntime {
    private static final MqCdiLog LOG = MqCdiLog.of(ApplicationRuntime.class);

    private final List<RuntimeSource> sources;
    private final ClassLoader applicationLoader;
    private final BeanManager beanManager;
    private final Consumer<MqRuntime> whenTaken;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RuntimeLease lease; // guarded by lock
    private boolean isClosed; // guarded by lock

    /** @param whenTaken hears of the runtime once it is there; may be called several times */
    ApplicationRuntime(
            List<RuntimeSource> sources,
            ClassLoader applicationLoader,
            BeanManager beanManager,
            Consumer<MqRuntime> whenTaken) {
        this.sources = List.copyOf(sources);
        this.applicationLoader = applicationLoader;
        this.beanManager = beanManager;
        this.whenTaken = whenTaken;
    }

    /**
     * The runtime; always the same object.
     *
     * @throws MqConfigException if there is none that can be used
     * @throws MqConnectionException after {@link #close()}
     */
    MqRuntime get() {
        var runtime = taken();
        whenTaken.accept(runtime);
        return runtime;
    }

    private MqRuntime taken() {
        lock.lock();
        try {
            if (isClosed) {
                throw new MqConnectionException(
                        MqErrorCode.CLOSED,
                        "the application has been shut down, and its mq runtime with it",
                        null,
                        false);
            }
            if (lease == null) {
                lease = leased().orElseThrow(this::nothingFound);
            }
            return lease.runtime();
        } finally {
            lock.unlock();
        }
    }

    /** The runtime, if it has been asked for before. */
    Optional<MqRuntime> known() {
        lock.lock();
        try {
            return Optional.ofNullable(lease).map(RuntimeLease::runtime);
        } finally {
            lock.unlock();
        }
    }

    /** What will have a runtime when the server has started it: nothing has one yet, and it is too early to complain. */
    Optional<String> awaited() {
        lock.lock();
        try {
            return isClosed || lease != null
                    ? Optional.empty()
                    : sources.stream()
                            .flatMap(source -> source.awaited().stream())
                            .findFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for what is {@link #awaited()}, {@code limit} at most for each of the sources. */
    void await(Duration limit) {
        try {
            for (RuntimeSource source : sources) {
                source.await(limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server gives up: what is missing is reported as missing
        }
    }

    /** Ends the lease. Idempotent. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
            var ended = lease;
            lease = null;
            if (ended != null) {
                end(ended);
            }
        } finally {
            lock.unlock();
        }
    }

    private Optional<RuntimeLease> leased() {
        var config = explicitConfig();
        var settings = ApplicationConfig.of(applicationLoader);
        warnOfCopies();
        for (RuntimeSource source : sources) {
            var found = source.lease(applicationLoader, settings, config);
            if (found.isPresent()) {
                var usable = checked(found.get());
                LOG.runtimeObtained(usable.runtime().instanceId(), usable.from(), usable.owned());
                return Optional.of(usable);
            }
        }
        return Optional.empty();
    }

    private void warnOfCopies() {
        var api = MqRuntime.class;
        var unused = ClassOrigin.otherCopies(api, applicationLoader).stream()
                .filter(ClassOrigin::isInWebApplication)
                .toList();
        if (!unused.isEmpty()) {
            LOG.unusedApi(ClassOrigin.path(api), unused);
        }
    }

    private MqConfigException nothingFound() {
        var api = MqRuntime.class;
        return problem("no mq runtime was found: "
                + sources.stream()
                        .map(source -> source.searched(applicationLoader))
                        .collect(Collectors.joining("; "))
                + (ClassOrigin.isInWebApplication(api)
                        ? "; the application brings mq-api itself (" + ClassOrigin.of(api)
                                + "), and so does not see the server's connector: "
                                + ClassOrigin.remedyForTwoApis(api)
                        : ""));
    }

    /**
     * {@code API_VERSION} is a constant that the compiler copies: it is the version this module was built against, which
     * is what counts. A newer runtime has all that this one knows.
     */
    private static RuntimeLease checked(RuntimeLease lease) {
        int provided = lease.runtime().apiVersion();
        if (provided < MqRuntime.API_VERSION) {
            end(lease);
            throw problem("the mq runtime from " + lease.from() + " has version " + provided
                    + " of the runtime interface, mq-cdi here (" + ClassOrigin.of(ApplicationRuntime.class)
                    + ") needs version " + MqRuntime.API_VERSION + "; update "
                    + (lease.owned() ? "io.mqconnector:mq-engine" : "the resource adapter")
                    + ", or use the mq-cdi of its release");
        }
        return lease;
    }

    private static void end(RuntimeLease lease) {
        try {
            lease.end();
        } catch (RuntimeException e) {
            LOG.closeFailed("mq runtime " + lease.from(), e);
        }
    }

    private MqConfig explicitConfig() {
        Set<Bean<?>> beans = beanManager.getBeans(MqConfig.class);
        if (beans.isEmpty()) {
            return MqConfig.empty();
        }
        var remaining = remaining(beans);
        if (remaining.size() > 1) {
            throw problem("several beans of type MqConfig are there: "
                    + String.join(
                            " and ",
                            remaining.stream()
                                    .map(ApplicationRuntime::described)
                                    .sorted()
                                    .toList())
                    + "; keep one, or make one an alternative that is selected");
        }
        var bean = remaining.get(0);
        var context = beanManager.createCreationalContext(bean);
        try {
            var config = (MqConfig) beanManager.getReference(bean, MqConfig.class, context);
            return config == null ? MqConfig.empty() : config;
        } finally {
            context.release();
        }
    }

    /** What resolution leaves; {@code resolve} alone would not say which ones were ambiguous. */
    private List<Bean<?>> remaining(Set<Bean<?>> beans) {
        try {
            return List.of(beanManager.resolve(beans));
        } catch (AmbiguousResolutionException e) {
            return new ArrayList<>(beans);
        }
    }

    private static String described(Bean<?> bean) {
        return bean.getBeanClass().getName() + " (" + bean + ")";
    }

    private static MqConfigException problem(String sentence) {
        return new MqConfigException(List.of(sentence));
    }
}
