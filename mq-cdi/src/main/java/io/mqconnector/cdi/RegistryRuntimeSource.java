// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqConfig;
import io.mqconnector.api.MqConfigException;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The connector that the server runs, without anybody having bound it: the only one, or the one of a configured id. */
final class RegistryRuntimeSource implements RuntimeSource {
    static final String INSTANCE_KEY = "mq.runtime.instance-id";

    @Override
    public Optional<RuntimeLease> lease(
            ClassLoader applicationLoader, Function<String, Optional<String>> settings, MqConfig config) {
        var running = MqRuntimes.running();
        var wanted = settings.apply(INSTANCE_KEY).map(String::trim).filter(id -> !id.isEmpty());
        var fitting = wanted.isEmpty()
                ? running
                : running.stream()
                        .filter(runtime -> runtime.instanceId().equals(wanted.get()))
                        .toList();
        if (fitting.size() == 1) {
            var only = fitting.get(0);
            if (wanted.isEmpty()) {
                refuseChance(only, applicationLoader);
            }
            return Optional.of(RuntimeLease.ofServer(only, "the connectors that run in this server", config));
        }
        if (fitting.size() > 1) {
            throw problem("several connectors run in this server"
                    + wanted.map(id -> " under the instance id '" + id + "'").orElse("") + ": " + ids(fitting)
                    + "; say which one the application uses: set " + JndiRuntimeSource.NAME_KEY
                    + " to the name its connection factory is bound under"
                    + (wanted.isEmpty() ? ", or " + INSTANCE_KEY + " to its instance id" : ""));
        }
        if (wanted.isPresent()) {
            throw problem(INSTANCE_KEY + " is '" + wanted.get() + "', but "
                    + (running.isEmpty() ? "no connector runs" : "only " + ids(running) + " run")
                    + " in this server that " + ClassOrigin.of(MqRuntimes.class)
                    + " knows of; correct the id, or start that connector before the application");
        }
        return Optional.empty();
    }

    /** Each resource adapter has an mq-api, and so a registry: the loader's order is nobody's decision. */
    private static void refuseChance(MqRuntime found, ClassLoader applicationLoader) {
        var others = ClassOrigin.otherCopies(MqRuntimes.class, applicationLoader).stream()
                .filter(jar -> !ClassOrigin.isInWebApplication(jar))
                .toList();
        if (!others.isEmpty()) {
            throw problem("several resource adapters are visible to this application, and only the order of its class"
                    + " loader makes it use '" + found.instanceId() + "': mq-api is in "
                    + ClassOrigin.path(MqRuntimes.class) + " and in " + String.join(" and in ", others)
                    + "; let it see one of them only (WildFly: one entry in Dependencies, Open Liberty: one id in"
                    + " classProviderRef), or say which one by " + JndiRuntimeSource.NAME_KEY + " or " + INSTANCE_KEY);
        }
    }

    @Override
    public Optional<String> awaited() {
        return MqRuntimes.running().isEmpty() && ClassOrigin.isInResourceAdapter(MqRuntimes.class)
                ? Optional.of(ClassOrigin.path(MqRuntimes.class))
                : Optional.empty();
    }

    @Override
    public void await(Duration limit) throws InterruptedException {
        if (awaited().isPresent()) {
            boolean unused = MqRuntimes.awaitRunning(limit); // who asks next is told
        }
    }

    @Override
    public String searched(ClassLoader applicationLoader) {
        if (awaited().isPresent()) {
            return "the resource adapter that " + ClassOrigin.of(MqRuntimes.class) + " belongs to does not run: the"
                    + " server's log says why it has not started it, if it tried; give it an entry in the server's"
                    + " configuration (WildFly: subsystem resource-adapters, Open Liberty: <resourceAdapter>), and start"
                    + " it before the application";
        }
        return "no connector runs in this server that " + ClassOrigin.of(MqRuntimes.class)
                + " knows of (deploy mq-connector-<version>.rar and start it before the application)";
    }

    private static String ids(List<MqRuntime> runtimes) {
        return runtimes.stream()
                .map(runtime -> "'" + runtime.instanceId() + "' (" + ClassOrigin.of(runtime.getClass()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static MqConfigException problem(String sentence) {
        return new MqConfigException(List.of(sentence));
    }
}
