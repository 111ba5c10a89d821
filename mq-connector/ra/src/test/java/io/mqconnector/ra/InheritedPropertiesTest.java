// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.BootstrapContext;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open Liberty hands the properties of a resource adapter on to its factories and activations. */
class InheritedPropertiesTest {
    private static final String CONFIGURATION = "mq.listener.workers=3;mq.consumer.group-id=all";

    /** Has nothing; nothing is asked of it before the first delivery. */
    private static final BootstrapContext BARE = (BootstrapContext) Proxy.newProxyInstance(
            InheritedPropertiesTest.class.getClassLoader(),
            new Class<?>[] {BootstrapContext.class},
            (proxy, method, arguments) -> null);

    private final MqResourceAdapter adapter = new MqResourceAdapter();

    @BeforeEach
    void start() throws ResourceException {
        adapter.setBrokers("127.0.0.1:1");
        adapter.setPoolStripes(1);
        adapter.setConfiguration(CONFIGURATION);
        adapter.start(BARE);
    }

    @AfterEach
    void stop() {
        adapter.stop();
    }

    @Test
    void aFactoryThatSaysWhatItsResourceAdapterSaysSharesItsConnector() throws ResourceException {
        var factory = new MqManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        factory.setBrokers("127.0.0.1:1");
        factory.setPoolStripes(1);
        factory.setConfiguration(CONFIGURATION);

        assertThat(factory.connector()).isSameAs(adapter.connector(Map.of()));
    }

    @Test
    void aFactoryThatSaysAnythingElseHasOneOfItsOwn() throws ResourceException {
        var factory = new MqManagedConnectionFactory();
        factory.setResourceAdapter(adapter);
        factory.setPoolStripes(2);

        assertThat(factory.connector()).isNotSameAs(adapter.connector(Map.of()));
    }

    @Test
    void anActivationHasNothingOfItsResourceAdaptersConfiguration() throws ResourceException {
        var activation = new MqActivationSpec();
        activation.setConfiguration(CONFIGURATION);
        activation.setResourceAdapter(adapter);
        activation.setTopics("orders");

        activation.validate();

        assertThat(activation.settings()).isEqualTo(Map.of("topics", "orders"));
    }

    @Test
    void anActivationKeepsAConfigurationOfItsOwn() throws ResourceException {
        var activation = new MqActivationSpec();
        activation.setConfiguration("workers=4");
        activation.setResourceAdapter(adapter);

        assertThat(activation.settings()).isEqualTo(Map.of("workers", "4"));
    }
}
