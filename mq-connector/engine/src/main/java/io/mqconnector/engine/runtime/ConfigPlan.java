// SPDX-License-Identifier: MIT
package io.mqconnector.engine.runtime;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqException;
import io.mqconnector.engine.client.PendingChange;
import io.mqconnector.engine.config.ConfigDelta;
import io.mqconnector.engine.config.ConfigDiff;
import io.mqconnector.engine.config.ConfigScope;
import io.mqconnector.engine.config.ConfigSnapshot;
import io.mqconnector.engine.config.Effect;
import io.mqconnector.engine.config.ListenerConfig;
import io.mqconnector.engine.config.ListenerSource;
import io.mqconnector.engine.config.Overrides;
import io.mqconnector.engine.log.MqLog;
import io.mqconnector.engine.management.ChangeReport.Change;
import io.mqconnector.engine.management.ChangeReport.How;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** What another reading of the configuration means for a connector that runs. For one thread. */
final class ConfigPlan {
    private static final MqLog LOG = MqLog.of(ConfigPlan.class);

    private final ConfigSnapshot running;
    private final ConfigSnapshot read;
    private final ConfigSnapshot next;
    private final ConfigTargets targets;
    /** Each once, though a connection and all its listeners go by it. */
    private final Set<Change> applied = new LinkedHashSet<>();

    private final Set<Change> needsRestart = new LinkedHashSet<>();
    /** Names of connections for which something but their listeners' settings is different. */
    private final Set<String> connections = new LinkedHashSet<>();
    /** As read, with what they will go by. */
    private final Map<ConfigTargets.Listener, ListenerConfig> listeners = new LinkedHashMap<>();

    /** What each listener's was read as. */
    private final Map<ConfigTargets.Listener, ListenerSource.Reading> readings = new LinkedHashMap<>();
    /** What listeners cannot go by though nothing of this connector says it. */
    private final Set<String> ofApplications = new LinkedHashSet<>();

    private final List<String> warnings = new ArrayList<>();

    private ConfigPlan(ConfigSnapshot running, ConfigSnapshot read, ConfigSnapshot next, ConfigTargets targets) {
        this.running = running;
        this.read = read;
        this.next = next;
        this.targets = targets;
    }

    /**
     * Compares.
     *
     * @param running what is in force
     * @param read what was read now
     * @throws MqConfigException with every problem of every listener
     */
    static ConfigPlan of(ConfigSnapshot running, ConfigSnapshot read, ConfigTargets targets) {
        var plan = new ConfigPlan(running, read, read.holding(running), targets);
        plan.compare(ConfigDiff.between(running, read));
        plan.compareListeners();
        return plan;
    }

    private void compare(ConfigDiff diff) {
        for (var delta : diff.deltas()) {
            if (delta.isOfListeners()) {
                // what becomes of each listener is told with it; this is what others will go by
                applied.add(change(delta, delta.effect() == Effect.ROLLING ? How.ROLLED : How.HOT));
            } else if (add(delta) && delta.scope().kind() == ConfigScope.Kind.CONNECTION) {
                connections.add(delta.scope().name());
            }
        }
        diff.added().stream().sorted().forEach(name -> addConnection(name, "", "configured"));
        diff.removed().stream().sorted().forEach(name -> addConnection(name, "configured", ""));
    }

    private void addConnection(String name, String before, String after) {
        needsRestart.add(new Change("mq.connections.\"" + name + "\"", before, after, How.RESTART));
    }

    private void compareListeners() {
        var problems = new LinkedHashSet<String>();
        var names = new ArrayList<String>();
        for (var listener : targets.listeners()) {
            names.add(listener.config().name());
            try {
                var reading = listener.read(read);
                readings.put(listener, reading);
                ofApplications.addAll(reading.problems());
                compare(listener, reading.config());
            } catch (MqConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new MqConfigException(List.copyOf(problems));
        }
        warnings.addAll(read.overrides().warnings(running.overrides(), names));
    }

    private void compare(ConfigTargets.Listener listener, ListenerConfig wanted) {
        var held = wanted.holding(listener.config());
        boolean isChanged = false;
        for (var delta : ConfigDiff.between(listener.config(), held)) {
            isChanged |= add(delta);
        }
        if (isChanged) {
            listeners.put(listener, held);
        }
        ConfigDiff.between(held, wanted).forEach(delta -> needsRestart.add(change(delta, How.RESTART)));
    }

    /** Returns whether it takes place. */
    private boolean add(ConfigDelta delta) {
        if (delta.effect() == Effect.RESTART) {
            needsRestart.add(change(delta, How.RESTART));
            return false;
        }
        applied.add(change(delta, delta.effect() == Effect.HOT ? How.HOT : How.ROLLED));
        return true;
    }

    private static Change change(ConfigDelta delta, How how) {
        return new Change(delta.name(), delta.oldText(), delta.newText(), how);
    }

    /** What was read. */
    ConfigSnapshot read() {
        return read;
    }

    /** What will be in force. */
    ConfigSnapshot next() {
        return next;
    }

    List<Change> applied() {
        return List.copyOf(applied);
    }

    List<Change> needsRestart() {
        return List.copyOf(needsRestart);
    }

    /** It is in force, and what applications have said with it. */
    void inForce() {
        readings.forEach(ConfigTargets.Listener::inForce);
    }

    /** Why listeners do not go by what their applications say; nobody else's change is refused for that. */
    List<String> ofApplications() {
        return List.copyOf(ofApplications);
    }

    /** What is not wrong but deserves a look, of what is new. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Whether the sources say the same as in another of the same connector, whatever was overridden and whichever listeners
     * came and went meanwhile: then they need not be tried again at once.
     */
    boolean isSameAs(ConfigPlan other) {
        if (!read.overrides().entries().equals(other.read.overrides().entries())) {
            return isSameBelow(read.overrides(), other);
        }
        return ConfigDiff.between(other.read, read).isEmpty()
                && readings.entrySet().stream().allMatch(reading -> {
                    var before = other.readings.get(reading.getKey());
                    return before == null
                            || ConfigDiff.between(
                                            before.config(), reading.getValue().config())
                                    .isEmpty();
                });
    }

    private boolean isSameBelow(Overrides overrides, ConfigPlan other) {
        try {
            return ConfigDiff.between(other.read.with(overrides), read).isEmpty();
        } catch (MqConfigException e) {
            return false; // what was refused before cannot be had with these
        }
    }

    /**
     * Builds and proves everything, or nothing.
     *
     * @param isOver asked before each part, and at the end
     * @throws MqException why something would not work; nothing is left
     */
    Prepared prepare(BooleanSupplier isOver) {
        var ready = new ArrayList<PendingChange>();
        boolean isComplete = false;
        try {
            for (var name : connections) {
                requireOpen(isOver);
                ready.add(prepare(name));
            }
            for (var listener : listeners.entrySet()) {
                requireOpen(isOver);
                ready.add(listener.getKey().prepare(listener.getValue()));
            }
            requireOpen(isOver);
            isComplete = true;
            return new Prepared(ready);
        } finally {
            if (!isComplete) {
                ready.forEach(PendingChange::abort);
            }
        }
    }

    private PendingChange prepare(String connection) {
        try {
            return targets.prepare(next.connection(connection));
        } catch (MqException e) {
            throw new MqConfigException(List.of("connection '" + connection + "': " + e.getMessage()), e);
        }
    }

    private static void requireOpen(BooleanSupplier isOver) {
        if (isOver.getAsBoolean()) {
            throw new MqConfigException(List.of("the connector is closed"));
        }
    }

    /** All parts of a change. For one thread. */
    static final class Prepared {
        private final List<PendingChange> parts;

        private Prepared(List<PendingChange> parts) {
            this.parts = parts;
        }

        void abort() {
            parts.forEach(PendingChange::abort);
        }

        /**
         * Puts all in force, all at once: one that waits for what it has in flight does not keep the others.
         *
         * @return completes when all clients that are replaced have been
         */
        @SuppressWarnings("FutureReturnValueIgnored") // both are waited for: one here, one by whoever wants to know
        CompletableFuture<Void> commit(Executor executor) {
            var inForce = parts.stream()
                    .map(part -> CompletableFuture.supplyAsync(() -> commit(part), executor))
                    .toList();
            // each is in force before the next change is looked at
            var replaced = inForce.stream().map(CompletableFuture::join).toArray(CompletableFuture[]::new);
            return CompletableFuture.allOf(replaced);
        }

        /** What fails here, against all promises, must not keep the others. */
        private static CompletableFuture<Void> commit(PendingChange part) {
            try {
                return part.commit();
            } catch (RuntimeException e) {
                LOG.unexpected("a part of a change of the configuration", e);
                return CompletableFuture.completedFuture(null);
            }
        }
    }
}
