// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code docs/configuration.md} from the table of keys. Stateless. */
public final class ConfigDocs {
    private static final String HEAD = """
        # Configuration

        Generated from the table of keys (`ConfigKeys`); do not edit. Rewrite it with
        `mvn -pl mq-connector/engine -am test -Dtest=ConfigDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmq.docs.update=true`.

        ## Where values come from

        Highest first:

        1. Overrides: set while the connector runs, by JMX or by `Mq.override`. In memory only; they are gone after a restart, or when
           they are reset. Only some keys can be overridden, see below.
        2. Set in code or by the container: `MqConfig`, the settings of a consumer builder, the properties of a resource
           adapter, connection factory or activation, or of ConfigAdmin, that are really set.
        3. Configuration: what stands at `mq.config.location`, then MicroProfile Config of the class loader that the
           connector was given. Where there is no implementation of it, the same keys from system properties, then from the
           environment (`MQ_CLIENT_BROKERS`: upper case, every character that is no letter or digit becomes `_`). An empty
           value means "not set".
        4. What a listener's declaration says (`@MqListener` members).
        5. The profile.
        6. The default.

        Every value is shown with its origin. All problems are reported at once, each with key, value, what is allowed and
        source; nothing starts, and nothing changes, until there are none. Unknown keys under `mq.` are warned about, with what
        may have been meant. Secrets are shown as `****`.

        ### Named connections

        The keys above are those of the default connection. Any other is configured as `mq.connections."<name>".<group>.<key>`,
        for example `mq.connections."analytics".client.brokers`; the quotes may be left out when the name contains no dot. Names
        have letters, digits, dots, underscores and minus signs, at most 64. In the environment it is
        `MQ_CONNECTIONS__ANALYTICS__CLIENT_BROKERS`, which alone makes a connection called `analytics`.

        Whatever a named connection does not set itself it has from the plain keys, layer by layer: an override of it, an
        override of all, set in code for it, for all, configured for it, for all, its profile, the default. Where a value of its
        own contradicts one that stands for all, as `security-protocol` without SASL contradicts a user, the latter is left out
        for it. **What stands for all includes user and password: give a cluster of somebody else its own.** Keys of the groups
        `config`, `metrics`, `monitoring` and `server`, and `mq.instance-id`, are for the whole connector.

        A listener names its connection by `mq.listener.connection`, `@MqListener(connection = "analytics")` or
        `MqConsumerBuilder.connection("analytics")`; a producer is injected by `@MqNamed("analytics")`, or had from
        `Mq.producer("analytics")`.

        ### A file or a directory

        `mq.config.location` names a properties file in UTF-8, or a directory with one file for each key, whose name is the key
        and whose content is the value (one line end at its end is not part of it). Files whose names begin with a dot are left
        out, as are directories. Point it at a mounted ConfigMap or Secret of Kubernetes, whose files change all at once. Other
        files count once they have been left alone for 250 ms, so that none is read half-written; a file that is replaced by
        renaming another is safe however long that was written. While it cannot be read, what stood there before stays in force,
        and the log says so (MQ1100). When the connector starts, it is waited for up to a second if it is just being written or
        exchanged; then it must be readable.

        ### Which connector an application uses

        In a server, `mq-cdi` looks for a connector in this order; the two keys are read from the application's configuration:

        1. what is bound in JNDI under the name `mq.runtime.jndi-name`
        2. what is bound in JNDI under `java:comp/env/mq/runtime`
        3. the connector that runs in this server; if there are several, the one whose `mq.instance-id` is
           `mq.runtime.instance-id`
        4. an engine on the class path (Java SE)

        ### Listeners

        Every key of the groups `consumer` and `listener` may be set for one listener alone, as
        `mq.listeners."<name>".<key>`, for example `mq.listeners."orders".workers`. The quotes may be left out when the name
        contains no dot. For each key, highest first:

        1. overrides: `mq.listeners."<name>".<key>`, the key of its connection, the plain key
        2. the settings of the consumer builder or of the activation
        3. `MqConfig`: `mq.listeners."<name>".<key>`, `mq.connections."<connection>".listener.<key>` (or `consumer.<key>`),
           `mq.listener.<key>` (or `mq.consumer.<key>`)
        4. configuration: `mq.listeners."<name>".<key>` of the application, at `mq.config.location`, of the connector; then the
           key of its connection in the same three places; then the plain key in them
        5. the declaration
        6. the profile of its connection
        7. the default

        `group-id` and `topics` differ: `mq.consumer.group-id` and `mq.listener.topics` only fill in what a listener does not
        say itself, else one line would put every listener into one group.

        ### Expressions

        Names, topics, groups and values may contain `${property}` and `${property:default}`, also nested; `\\${` stands for
        itself. The application's configuration is asked first, then the connector's. `${mq.instance-id}` is always defined.
        An expression without a value is an error.

        ## How values are written

        - **duration**: a number and a unit without space, `500ms`, `5s`, `10m`, `1h`, `1d`, or ISO-8601, `PT0.5S`. Whole
          milliseconds.
        - **size**: bytes, `16384`, or with a unit, `16KiB`, `32MiB`, `1GiB`.
        - **list**: separated by commas.
        - **boolean**: `true` or `false`.
        - **word**: one of those listed; case does not matter.

        ## What a change takes

        Configuration is read again every `mq.config.poll-interval`; for how long a server's MicroProfile Config remembers its
        sources comes on top. While it cannot be read, what it said before stays in force (MQ1111), and so does what an
        application says of its listener while that is not allowed: all else goes on changing. What takes effect how is said
        with each key:

        - **hot**: at once.
        - **rolling**: Kafka clients are built anew one after the other, nothing lost, each key in order. So do Kafka's own
          properties.
        - **restart**: at the next start; until then the old value stays in force.

        A trust or key store whose file changes under the same name is a change of that key: certificates are renewed without a
        restart.

        Keys with **JMX** can be overridden while the connector runs: sizes, time-outs, thresholds, batching, concurrency, retry
        and breaker. All others change where they are configured: brokers, users and what secures connections, names of classes
        and files, and Kafka's own properties never by JMX. An override is a value as it stands; expressions are refused.
        One for a listener that is not started waits for it, with a warning (MQ1003). There may be 1000 of them.

        ## Profiles

        `mq.profile` chooses a set of values, for all connections or, as `mq.connections."<name>".profile`, for one. They are
        weaker than anything that is set, and do not count as set where two keys contradict each other.

        """;

    private static final String RAW = """

        ## Kafka's own properties

        What has no key of ours is handed to Kafka as it is: `mq.kafka.common.<property>` to all clients that know it,
        `mq.kafka.producer.<property>`, `mq.kafka.consumer.<property>`, `mq.kafka.admin.<property>` to one kind, and
        `mq.listeners."<name>".kafka.<property>` to the consumers of one listener. The narrower one wins. Those of one connection
        are `mq.connections."<name>".kafka.producer.<property>` and so on; they beat those for all.

        Values are checked by Kafka's own definition; a property that Kafka does not know is handed on with a warning. A
        property for which there is a key of ours above may be set either way, in the same range, but not both ways: that is an
        error. A JAAS configuration naming `JndiLoginModule` or `LdapLoginModule` is refused. Passwords, secrets, tokens, keys
        and JAAS configurations are never shown.

        Kafka's own MBeans are off; `mq.kafka.common.metric.reporters=org.apache.kafka.common.metrics.JmxReporter` brings them
        back.

        These are refused, because the connector owns them:

        | property | why |
        |---|---|
        """;

    private ConfigDocs() {}

    /** The whole document, in Markdown, with a line feed at its end. */
    public static String render() {
        var out = new StringBuilder(HEAD);
        appendProfiles(out);
        out.append("\n## Keys\n");
        String group = null;
        for (var key : ConfigKeys.all()) {
            if (!key.group().equals(group)) {
                group = key.group();
                out.append("\n### ")
                        .append(group.isEmpty() ? "mq" : "mq." + group)
                        .append("\n\n| key | type | default | allowed | Kafka property | change | |\n")
                        .append("|---|---|---|---|---|---|---|\n");
            }
            append(out, key);
        }
        out.append(RAW);
        var owned = new TreeMap<String, String>();
        for (var client : KafkaClient.values()) {
            for (var name : client.definition().names()) {
                var why = RawKafka.refusal(name);
                if (why != null) {
                    owned.put(name, why);
                }
            }
        }
        owned.forEach((name, why) ->
                out.append("| `").append(name).append("` | ").append(why).append(" |\n"));
        return out.toString();
    }

    private static void appendProfiles(StringBuilder out) {
        out.append("| profile | for | brings | risks |\n|---|---|---|---|\n");
        for (var profile : Profile.values()) {
            var brings = profile.settings().keySet().stream()
                    .map(key -> "`" + key.name().substring("mq.".length()) + "=" + profile.text(key) + "`")
                    .collect(Collectors.joining(", "));
            out.append("| `")
                    .append(profile.word())
                    .append("` | ")
                    .append(profile.purpose())
                    .append(" | ")
                    .append(brings.isEmpty() ? "nothing" : brings)
                    .append(" | ")
                    .append(profile.risk())
                    .append(" |\n");
        }
    }

    private static void append(StringBuilder out, ConfigKey<?> key) {
        var kafkaKey = key.kafkaKey();
        out.append("| `")
                .append(key.name())
                .append("` | ")
                .append(key.type().name())
                .append(" | ")
                .append(
                        key.defaultWords().equals(key.defaultText())
                                ? "`" + key.defaultText() + "`"
                                : key.defaultWords())
                .append(" | ")
                .append(key.allowed())
                .append(" | ")
                .append(kafkaKey == null ? "" : "`" + kafkaKey + "`")
                .append(" | ")
                .append(key.effect().name().toLowerCase(Locale.ROOT))
                .append(key.isSettableByJmx() ? ", JMX" : "")
                .append(" | ")
                .append(key.doc())
                .append(" |\n");
    }
}
