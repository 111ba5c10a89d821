// SPDX-License-Identifier: MIT
package io.mqconnector.osgi;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqProducer;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.MqRuntimeFactory;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * One connector for each configuration of the PID {@value #PID}, single or factory, from its arrival to its removal, as
 * the services {@link MqRuntime} and {@link MqProducer}.
 *
 * <p>There is deliberately no modified method: a changed configuration makes Declarative Services end this component and
 * make a new one, so that the services go and come again.
 *
 * <p>It is no service itself and registers its services by hand: Declarative Services would publish every property of the
 * configuration with them, passwords included.
 */
@Component(
        configurationPid = ConnectorComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        immediate = true,
        service = {})
public final class ConnectorComponent {
    static final String PID = "io.mqconnector";
    /** The property of both services that tells connectors apart. */
    static final String INSTANCE_ID = "mq.instance-id";

    private static final MqOsgiLog LOG = MqOsgiLog.of(ConnectorComponent.class);

    private final MqRuntime runtime;
    private final RuntimeLeases leases;
    private final ServiceRegistration<MqRuntime> runtimeService;
    private final ServiceRegistration<MqProducer> producerService;

    /**
     * Starts the connector.
     *
     * @throws MqConfigException if the configuration is wrong, which has been logged; there is no component then
     */
    @Activate
    public ConnectorComponent(
            BundleContext context, Map<String, Object> properties, @Reference MqRuntimeFactory engine) {
        runtime = started(engine, properties);
        leases = new RuntimeLeases(runtime);
        var identity = FrameworkUtil.asDictionary(Map.of(INSTANCE_ID, runtime.instanceId()));
        try {
            producerService = context.registerService(MqProducer.class, runtime.producer(), identity);
            runtimeService = context.registerService(MqRuntime.class, leases, identity);
        } catch (RuntimeException e) {
            // without a component nobody else would close it; what was registered goes with the bundle
            runtime.close();
            throw e;
        }
    }

    private static MqRuntime started(MqRuntimeFactory engine, Map<String, Object> properties) {
        try {
            return engine.create(ConfigAdminSettings.of(properties), ConnectorComponent.class.getClassLoader());
        } catch (MqConfigException e) {
            // logged and thrown: where Declarative Services logs, if it does, is not where the connector's lines are
            LOG.configurationRefused(String.valueOf(properties.get(Constants.SERVICE_PID)), e.problems());
            throw e;
        }
    }

    /** Takes the services back, then closes the connector within its own time-outs. */
    @Deactivate
    void close() {
        leases.leaveToConnector();
        runtimeService.unregister();
        producerService.unregister();
        runtime.close();
    }
}
