// SPDX-License-Identifier: MIT
package io.mqconnector.itests.osgi.probe;

import static java.util.Objects.requireNonNull;

import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqReceipt;
import io.mqconnector.spi.MqRuntime;
import io.mqconnector.spi.SubscriptionRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Does inside the framework what a test asks for. Each of its services is a {@link Function} from a map to a list, Java's
 * own types, since the test has other classes of the same names; it runs on the thread that calls it.
 */
public final class Probe implements BundleActivator {
    /** The service property that says which function it is. */
    private static final String NAME = "probe";

    private static final int KEYS = 7;
    /** Makes a message of about 600 bytes that every compression halves at least. */
    private static final String FILLER = "a message like many others; ".repeat(20);

    /** By topic: what was delivered, as {@code key:number}. */
    private final Map<String, List<String>> received = new ConcurrentHashMap<>();

    @Override
    public void start(BundleContext context) {
        offer(context, "configure", settings -> configure(context, settings));
        offer(context, "remove", settings -> remove(context, settings));
        offer(context, "subscribe", place -> subscribe(context, place));
        offer(context, "send", place -> send(context, place));
        offer(context, "received", this::received);
    }

    @Override
    public void stop(BundleContext context) {
        // deliberately nothing: what this bundle has subscribed must end without its help
    }

    private static void offer(
            BundleContext context, String name, Function<Map<String, Object>, List<String>> function) {
        context.registerService(Function.class, function, FrameworkUtil.asDictionary(Map.of(NAME, name)));
    }

    private static List<String> configure(BundleContext context, Map<String, Object> settings) {
        var properties = new HashMap<>(settings);
        properties.remove("name");
        try {
            configuration(context, settings).update(FrameworkUtil.asDictionary(properties));
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> remove(BundleContext context, Map<String, Object> settings) {
        try {
            configuration(context, settings).delete();
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The single configuration for the empty name, else the factory's configuration of that name. */
    private static Configuration configuration(BundleContext context, Map<String, Object> settings) throws IOException {
        var name = text(settings, "name");
        var admin = service(context, ConfigurationAdmin.class, "(objectClass=*)");
        return name.isEmpty()
                ? admin.getConfiguration("io.mqconnector", "?")
                : admin.getFactoryConfiguration("io.mqconnector", name, "?");
    }

    private List<String> subscribe(BundleContext context, Map<String, Object> place) {
        var topic = text(place, "topic");
        var numbers = received.computeIfAbsent(topic, unseen -> new CopyOnWriteArrayList<>());
        var consumer = service(context, MqRuntime.class, instance(place))
                .subscribe(SubscriptionRequest.builder(topic, Probe.class.getClassLoader())
                        .topics(List.of(topic))
                        .group("probe." + topic)
                        .listener((message, metadata) -> numbers.add(message.keyText() + ":"
                                + requireNonNull(message.text()).split(" ", 2)[0]))
                        .explicit(Map.of("auto-offset-reset", "earliest"))
                        .build());
        return consumer.topics();
    }

    private static List<String> send(BundleContext context, Map<String, Object> place) {
        var topic = text(place, "topic");
        int count = Integer.parseInt(text(place, "count"));
        var producer = service(context, MqProducer.class, instance(place));
        List<CompletionStage<MqReceipt>> sent = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent.add(producer.sendAsync(topic, "k" + i % KEYS, i + " " + FILLER));
        }
        return sent.stream()
                .map(stage -> stage.toCompletableFuture().join())
                .map(receipt -> receipt.partition() + "@" + receipt.offset())
                .toList();
    }

    private List<String> received(Map<String, Object> place) {
        return List.copyOf(received.getOrDefault(text(place, "topic"), List.of()));
    }

    private static String text(Map<String, Object> from, String name) {
        return requireNonNull(from.get(name), name).toString();
    }

    private static String instance(Map<String, Object> place) {
        return "(mq.instance-id=" + text(place, "instance") + ")";
    }

    private static <S> S service(BundleContext context, Class<S> type, String filter) {
        try {
            Collection<ServiceReference<S>> found = context.getServiceReferences(type, filter);
            if (found.size() != 1) {
                throw new IllegalStateException(found.size() + " services " + type.getName() + " with " + filter);
            }
            return requireNonNull(context.getService(found.iterator().next()));
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
