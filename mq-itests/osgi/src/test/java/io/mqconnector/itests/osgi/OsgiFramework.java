// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mqconnector.itests.osgi.probe.Probe;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/**
 * Felix in this JVM with the connector's bundles and the {@link Probe}. What the test's thread has as its context class
 * loader when it starts this, threads of the framework inherit. For one thread.
 */
final class OsgiFramework implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String RUNTIME = "io.mqconnector.spi.MqRuntime";
    static final String PRODUCER = "io.mqconnector.api.MqProducer";

    private final Framework framework;
    private final List<Bundle> bundles = new ArrayList<>();

    private OsgiFramework(Path directory) {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("felix").toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        // else Felix finds for bundles what is on the class path of the tests
                        "felix.bootdelegation.implicit",
                        "false"));
    }

    /** {@link #start(Path, List)} with nothing beside it. */
    static OsgiFramework start(Path directory) throws BundleException {
        return start(directory, List.of());
    }

    /** Starts Felix with what the connector needs, what is given beside it, and the probe. */
    static OsgiFramework start(Path directory, List<File> beside) throws BundleException {
        var jars = new ArrayList<>(
                BundleJars.CONNECTOR.stream().map(BundleJars::of).toList());
        jars.addAll(beside);
        jars.add(BundleJars.ofPackage(
                Probe.class, directory, Map.of(Constants.BUNDLE_ACTIVATOR, Probe.class.getName())));
        var started = new OsgiFramework(directory);
        try {
            started.framework.start();
            started.install(jars);
            return started;
        } catch (BundleException | RuntimeException | Error e) {
            started.close();
            throw e;
        }
    }

    /** Installs all, then starts each: an exception names the requirement that nobody meets. */
    void install(List<File> jars) throws BundleException {
        var installed = new ArrayList<Bundle>();
        for (var jar : jars) {
            installed.add(context().installBundle(jar.toURI().toString()));
        }
        bundles.addAll(installed);
        for (var bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Everything that was installed, in that order. */
    List<Bundle> bundles() {
        return List.copyOf(bundles);
    }

    Bundle bundle(String symbolicName) {
        return bundles.stream()
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    /** Stops ours, the last one first; what they stand on keeps running. */
    void stopConnectorBundles() throws BundleException {
        for (int i = bundles.size() - 1; i >= 0; i--) {
            if (bundles.get(i).getSymbolicName().startsWith("io.mqconnector.")) {
                bundles.get(i).stop();
            }
        }
    }

    /** Creates or changes a connector's configuration; the empty name is the single one. */
    void configure(String name, Map<String, ?> settings) {
        var all = new HashMap<String, Object>(settings);
        all.put("name", name);
        probe("configure", all);
    }

    /** Removes a connector's configuration. */
    void remove(String name) {
        probe("remove", Map.of("name", name));
    }

    /** Subscribes the probe. */
    void subscribe(String instance, String topic) {
        probe("subscribe", Map.of("instance", instance, "topic", topic));
    }

    /** Has the probe send that many and wait for all receipts; returns how many there were. */
    int send(String instance, String topic, int count) {
        return probe("send", Map.of("instance", instance, "topic", topic, "count", count))
                .size();
    }

    /** What the probe was delivered, as {@code key:number}, in that order. */
    List<String> received(String topic) {
        return probe("received", Map.of("topic", topic));
    }

    /** Waits until the connector of an instance offers both services. */
    void awaitConnector(String instance) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(services(PRODUCER, instance)).hasSize(1);
            assertThat(services(RUNTIME, instance)).hasSize(1);
        });
    }

    /** Waits until there is no connector of an instance. */
    void awaitNoConnector(String instance) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(services(PRODUCER, instance)).isEmpty();
            assertThat(services(RUNTIME, instance)).isEmpty();
        });
    }

    /** The services of a type that are an instance's, visible to this bundle or not. */
    List<ServiceReference<?>> services(String type, String instance) {
        try {
            var found = context().getAllServiceReferences(type, "(mq.instance-id=" + instance + ")");
            return found == null ? List.of() : Arrays.asList(found);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @SuppressWarnings("unchecked") // the probe's own promise
    private List<String> probe(String name, Map<String, Object> arguments) {
        try {
            var reference = context()
                    .getServiceReferences(Function.class, "(probe=" + name + ")")
                    .iterator()
                    .next();
            return ((Function<Map<String, Object>, List<String>>) context().getService(reference)).apply(arguments);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Always: threads of a framework that runs keep the JVM alive. */
    @Override
    public void close() throws BundleException {
        framework.stop();
        try {
            framework.waitForStop(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Felix stops", e);
        }
    }
}
