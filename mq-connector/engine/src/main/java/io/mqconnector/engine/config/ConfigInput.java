// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a connector's configuration is read from, as often as it is wanted: what was set in code, and the sources, which are
 * asked anew each time. Thread-safe; holds nothing that must be closed.
 */
public final class ConfigInput {
    static final String IN_CODE = "MqConfig";

    private final MqConfig explicit;
    private final String origin;
    private final Supplier<SettingSource> config;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final LongConsumer pause;
    /** Every key that was asked for, of connections and listeners as well; its own concurrency. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    /** What names the location; guarded by {@link #lock}. */
    private @Nullable Setting locationSetting;
    /** The key stores that the last reading named; guarded by {@link #lock}. */
    private Set<Path> namedFiles = Set.of();
    /** Guarded by {@link #lock}. */
    private boolean lastReadFailed;
    /** There when {@link #locationSetting} is; guarded by {@link #lock}, as is what is in it. */
    private @Nullable ConfigLocation location;

    /**
     * @param clock with {@code nanoTime}, says how long a file has been left alone
     * @param pause waits for so many nanoseconds for a file to be whole
     */
    ConfigInput(
            MqConfig explicit,
            String origin,
            Supplier<SettingSource> config,
            Clock clock,
            LongSupplier nanoTime,
            LongConsumer pause) {
        this.explicit = requireNonNull(explicit, "explicit");
        this.origin = requireNonNull(origin, "origin");
        this.config = config;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * What was set in code, and the configuration of an application.
     *
     * @param explicit the strongest layer but for what is set while the connector runs
     * @param applicationLoader whose MicroProfile Config is read; without one, system properties and environment are
     */
    public static ConfigInput of(MqConfig explicit, ClassLoader applicationLoader) {
        return of(explicit, IN_CODE, applicationLoader);
    }

    /**
     * As {@link #of(MqConfig, ClassLoader)}, for settings that were not made in code.
     *
     * @param origin what problems and MBeans name as the source of {@code explicit}
     */
    public static ConfigInput of(MqConfig explicit, String origin, ClassLoader applicationLoader) {
        requireNonNull(applicationLoader, "applicationLoader");
        return of(explicit, origin, new ConfigOfLoader(applicationLoader));
    }

    /** Reads from a given source beside what was set in code. */
    static ConfigInput of(MqConfig explicit, String origin, Supplier<SettingSource> config) {
        return new ConfigInput(explicit, origin, config, Clock.systemUTC(), System::nanoTime, LockSupport::parkNanos);
    }

    /**
     * Reads everything, as it is now. What stands at {@code mq.config.location} is taken as it was when it could be read
     * whole for the last time, which is logged; the first time it is waited for a moment, since it may just be written. The
     * location itself is that of the first time.
     *
     * @param overrides the strongest layer
     * @throws MqConfigException with every problem of every connection
     */
    public ConfigSnapshot read(Overrides overrides) {
        var problems = new ArrayList<String>();
        Set<Path> named = Set.of();
        boolean isRead = false;
        try {
            var sources = sources(overrides, problems);
            var snapshot = new SnapshotReader(sources, origin, overrides).read(problems);
            named = snapshot.namedFiles();
            isRead = true;
            return snapshot;
        } catch (BadSettingException e) {
            // all else that could be said would follow from that
            throw new MqConfigException(List.of(e.problem()), e);
        } finally {
            watch(named, isRead);
        }
    }

    private void watch(Set<Path> named, boolean isRead) {
        lock.lock();
        try {
            namedFiles = named;
            lastReadFailed = !isRead;
        } finally {
            lock.unlock();
        }
    }

    /**
     * What the sources say now, and how the key stores are that the last reading named, to be compared with what it was
     * before: much cheaper than reading. A problem with them is {@link #read}'s to tell; after one that failed it is always
     * another, since what was missing may have come.
     */
    public ConfigState state() {
        var states = new ArrayList<Object>();
        try {
            sources(Overrides.NONE, new ArrayList<>()).config().forEach(source -> states.add(source.state(asked)));
        } catch (BadSettingException e) {
            states.add(new Object());
        }
        Set<Path> files;
        lock.lock();
        try {
            files = namedFiles;
            if (lastReadFailed) {
                states.add(new Object());
            }
        } finally {
            lock.unlock();
        }
        for (var file : files) {
            try {
                states.add(LocationStamp.of(file));
            } catch (IOException e) {
                states.add(String.valueOf(e.getMessage()));
            }
        }
        return new ConfigState(states);
    }

    /** @throws BadSettingException if what was there cannot be read at all any more */
    private Sources sources(Overrides overrides, List<String> problems) {
        var code = SettingSource.ofMap(explicit.values(), Layer.EXPLICIT, origin);
        var others = new RememberedSource(config.get(), asked);
        var sources = new ArrayList<SettingSource>();
        readLocation(List.of(code, others), problems).ifPresent(sources::add);
        sources.add(others);
        return new Sources(overrides.source(), code, sources);
    }

    private Optional<SettingSource> readLocation(List<SettingSource> named, List<String> problems) {
        lock.lock();
        try {
            var setting = locationSetting;
            if (setting == null) {
                setting = findLocation(named);
                if (setting == null || setting.text().isBlank()) {
                    return Optional.empty();
                }
                location = new ConfigLocation(
                        Path.of(setting.text().strip()).toAbsolutePath().normalize(), clock, nanoTime, pause);
                locationSetting = setting;
            }
            return Optional.of(requireNonNull(location).read());
        } catch (BadSettingException e) {
            return Optional.empty(); // reported where the key itself is read
        } catch (InvalidPathException e) {
            problems.add(requireNonNull(findLocation(named)).problem("not a path: " + e.getReason()));
            return Optional.empty();
        } catch (IOException e) {
            problems.add(requireNonNull(locationSetting)
                    .problem("cannot be read: " + ConfigLocation.reason(e) + "; put a file or a directory there, or"
                            + " remove the key"));
            locationSetting = null;
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Setting findLocation(List<SettingSource> named) {
        var reader = new SettingReader(new Expressions(name -> Sources.property(named, name)));
        for (var source : named) {
            var setting = reader.find(source, ConfigKeys.CONFIG_LOCATION.name());
            if (setting != null) {
                return setting;
            }
        }
        return null;
    }
}
