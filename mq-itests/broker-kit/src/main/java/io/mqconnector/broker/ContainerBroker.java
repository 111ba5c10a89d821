// SPDX-License-Identifier: MIT
package io.mqconnector.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A broker in a container of the image {@code apache/kafka}, of the version of the kafka-clients on the class path.
 * Thread-safe. The only class that names Testcontainers: whoever does not load it can do without that library.
 */
final class ContainerBroker extends AdminBackedBroker {
    private final KafkaContainer container;

    private ContainerBroker(KafkaContainer container) {
        this.container = container;
    }

    static ContainerBroker start() {
        DockerImageName image = DockerImageName.parse("apache/kafka").withTag(kafkaVersion());
        KafkaContainer container = new KafkaContainer(image).withEnv(environment(BrokerSettings.common()));
        boolean isUp = false;
        try {
            container.start();
            isUp = true;
            return new ContainerBroker(container);
        } catch (RuntimeException e) { // Testcontainers names no types
            throw new KafkaBrokerException(
                    "container " + image + " did not start; " + BrokerMode.PROPERTY + "=" + BrokerMode.EMBEDDED
                            + " does without",
                    e);
        } finally {
            if (!isUp) {
                container.close();
            }
        }
    }

    /** The image's spelling of broker properties: {@code KAFKA_}, upper case, {@code .} as {@code _}. */
    static Map<String, String> environment(Map<String, String> properties) {
        return properties.entrySet().stream()
                .collect(Collectors.toMap(
                        property -> "KAFKA_"
                                + property.getKey()
                                        .replace("_", "__")
                                        .replace("-", "___")
                                        .replace('.', '_')
                                        .toUpperCase(Locale.ROOT),
                        Map.Entry::getValue));
    }

    static String kafkaVersion() {
        String resource = "/kafka/kafka-version.properties";
        try (InputStream in = Admin.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no " + resource + " in kafka-clients");
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "latest");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        closeAdmin();
        container.close();
    }

    @Override
    public String toString() {
        return "ContainerBroker[" + container.getDockerImageName() + "]";
    }
}
