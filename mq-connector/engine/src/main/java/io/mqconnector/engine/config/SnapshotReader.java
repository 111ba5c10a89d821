// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import io.mqconnector.api.MqConfigException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a {@link ConfigSnapshot} once. For one thread. */
final class SnapshotReader {
    private final Sources sources;
    private final String origin;
    private final Overrides overrides;
    private final Expressions expressions;
    private final SettingReader reader;
    private final Ladder ladder;
    private final Values connector = new Values();
    private String instanceId = "";

    /** @param origin what problems name as the source of what was set in code */
    SnapshotReader(Sources sources, String origin, Overrides overrides) {
        this.sources = sources;
        this.origin = origin;
        this.overrides = overrides;
        this.expressions = new Expressions(this::property);
        this.reader = new SettingReader(expressions);
        this.ladder = new Ladder(
                sources.all().stream()
                        .map(source -> new Rung(Rung.Place.PLAIN, source, ""))
                        .toList(),
                reader);
    }

    private Expressions.Expansion property(String name) {
        return name.equals(ConfigKeys.INSTANCE_ID.name()) && !instanceId.isEmpty()
                ? Sources.instanceId(instanceId)
                : Sources.property(sources.all(), name);
    }

    /**
     * Everything, or all problems at once.
     *
     * @param known what is wrong already
     */
    ConfigSnapshot read(Collection<String> known) {
        reader.problems().addAll(known);
        readInstanceId();
        for (var key : ConfigKeys.all()) {
            if (key.isConnectorWide() && key != ConfigKeys.INSTANCE_ID) {
                readKey(key);
            }
        }
        var names = new ConnectionNames(sources, reader.problems());
        var unknown = new UnknownKeys(names.all());
        reader.warnings().addAll(unknown.warnings(sources.explicit(), origin));
        sources.config().forEach(source -> reader.warnings().addAll(unknown.warnings(source, null)));
        var connections = new LinkedHashMap<String, ConnectionConfig>();
        for (var name : names.all()) {
            var one = new ConnectionReader(name, sources, connector, expressions);
            connections.put(name, one.read());
            addNew(one.problems(), reader.problems(), name);
            addNew(one.warnings(), reader.warnings(), name);
        }
        if (!reader.problems().isEmpty()) {
            throw new MqConfigException(List.copyOf(new LinkedHashSet<>(reader.problems())));
        }
        return new ConfigSnapshot(sources, origin, overrides, instanceId, connections, reader.warnings());
    }

    /** What a named connection has in common with the default one is said once. */
    private static void addNew(List<String> sentences, Collection<String> to, String name) {
        for (var sentence : sentences) {
            if (!to.contains(sentence)) {
                boolean isNamed = name.equals(ConnectionConfig.DEFAULT)
                        || sentence.startsWith("mq.connections.")
                        || sentence.startsWith("connection '");
                to.add(isNamed ? sentence : "connection '" + name + "': " + sentence);
            }
        }
    }

    private <T> void readKey(ConfigKey<T> key) {
        reader.putDefault(connector, key);
        try {
            ladder.put(connector, key, ladder.find(rung -> rung.names(key)), null);
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
            connector.spoil(key);
        }
    }

    private void readInstanceId() {
        var key = ConfigKeys.INSTANCE_ID;
        var byDefault = defaultInstanceId(System::getProperty, System::getenv);
        reader.putDefault(connector, key, byDefault, byDefault);
        try {
            ladder.put(connector, key, ladder.find(rung -> rung.names(key)), null);
        } catch (BadSettingException e) {
            reader.problems().add(e.problem());
        }
        instanceId = connector.get(key);
    }

    /** Where several servers run on a machine, each has a name of its own. */
    static String defaultInstanceId(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        var node = filled(properties.apply("jboss.node.name"));
        if (node == null) {
            // unique on its machine only
            var server = filled(properties.apply("com.sun.aas.instanceName"));
            node = server == null ? host(environment) : host(environment) + "-" + server;
        }
        var legal = node.replaceAll("[^A-Za-z0-9._-]", "-");
        return (legal.length() > 98 ? legal.substring(0, 98) : legal) + "-1";
    }

    private static String host(Function<String, @Nullable String> environment) {
        for (var variable : List.of("HOSTNAME", "COMPUTERNAME")) {
            var host = filled(environment.apply(variable));
            if (host != null) {
                return host;
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // A machine that does not know its own name still has one instance.
            return "localhost";
        }
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
