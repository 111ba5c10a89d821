// SPDX-License-Identifier: MIT
package io.mqconnector.engine.config;

import java.util.TreeMap;

/** Writes {@code docs/configuration.md} from the table of keys. Stateless. */
public final class ConfigDocs {
    private static final String HEAD = """
        # Configuration

        Generated from the table of keys (`ConfigKeys`); do not edit. Rewrite it with
        `mvn -pl mq-connector/engine -am test -Dtest=ConfigDocsTest -Dsurefire.failIfNoSpecifiedTests=false -Dmq.docs.update=true`.

        ## Where values come from

        Highest first:

        1. Set in code: `MqConfig`, the settings of a consumer builder. In a server: the properties of resource adapter,
           connection factory and activation that were really set; in OSGi: those of the configuration.
        2. MicroProfile Config of the class loader that the connector was given. Where there is no implementation of it, the
           same keys from system properties, then from the environment (`MQ_CLIENT_BROKERS`: upper case, every character that
           is no letter or digit becomes `_`). An empty value there means "not set".
        3. What a listener's declaration says (`@MqListener` members).
        4. The default.

        Every value is shown with its origin. All problems are reported at once, each with key, value, what is allowed and
        source; nothing starts until there are none. Unknown keys under `mq.` are warned about, with what may have been meant.
        Secrets are shown as `****`.

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

        1. the settings of the consumer builder
        2. `mq.listeners."<name>".<key>` in `MqConfig`
        3. `mq.consumer.<key>` or `mq.listener.<key>` in `MqConfig`
        4. `mq.listeners."<name>".<key>` in the application's configuration
        5. `mq.listeners."<name>".<key>` in the connector's configuration
        6. `mq.consumer.<key>` or `mq.listener.<key>` in the application's configuration
        7. `mq.consumer.<key>` or `mq.listener.<key>` in the connector's configuration
        8. the declaration
        9. the default

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

        Values are read when the connector or the listener starts; a change takes effect at its next start. What the MBeans have as
        attributes takes effect at once, until then: `mq.pool.max-connections`, the thresholds of
        `mq.breaker`, and of a listener `workers`, `consumers`, `max-in-flight`, `max-in-flight-per-key` and `max-span`.

        ## Keys
        """;

    private static final String RAW = """

        ## Kafka's own properties

        What has no key of ours is handed to Kafka as it is: `mq.kafka.common.<property>` to all clients that know it,
        `mq.kafka.producer.<property>`, `mq.kafka.consumer.<property>`, `mq.kafka.admin.<property>` to one kind, and
        `mq.listeners."<name>".kafka.<property>` to the consumers of one listener. The narrower one wins.

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
        String group = null;
        for (var key : ConfigKeys.all()) {
            if (!key.group().equals(group)) {
                group = key.group();
                out.append("\n### ")
                        .append(group.isEmpty() ? "mq" : "mq." + group)
                        .append("\n\n| key | type | default | allowed | Kafka property | |\n")
                        .append("|---|---|---|---|---|---|\n");
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
                .append(key.doc())
                .append(" |\n");
    }
}
