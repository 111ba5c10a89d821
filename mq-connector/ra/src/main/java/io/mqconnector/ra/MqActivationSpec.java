// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

import jakarta.resource.ResourceException;
import jakarta.resource.spi.ActivationSpec;
import jakarta.resource.spi.InvalidPropertyException;
import jakarta.resource.spi.ResourceAdapter;
import java.beans.IntrospectionException;
import java.beans.PropertyDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * The activation configuration of a message-driven bean: a JavaBean property for each key of a listener, and
 * {@code configuration} for all others. What is not set here comes from MicroProfile Config, which may set everything,
 * topics and group included; so that nothing is required here.
 *
 * <p>Thread-safe. Compared by identity, as the specification wants it: each activation is one of its own.
 */
public class MqActivationSpec extends ListenerProperties implements ActivationSpec {
    private static final long serialVersionUID = 1L;

    private volatile @Nullable String listenerName;
    /** Set once by the container; servers do not serialise an activation that is associated. */
    private transient volatile @Nullable ResourceAdapter resourceAdapter;

    /** For the container. */
    public MqActivationSpec() {}

    @Override
    public @Nullable ResourceAdapter getResourceAdapter() {
        return resourceAdapter;
    }

    /**
     * @throws IllegalStateException as {@link jakarta.resource.spi.IllegalStateException} if it belongs to another one
     */
    @Override
    public void setResourceAdapter(ResourceAdapter adapter) throws ResourceException {
        var before = resourceAdapter;
        if (before != null && before != adapter) {
            throw new jakarta.resource.spi.IllegalStateException(
                    "this activation belongs to " + before + " already and cannot be moved to " + adapter);
        }
        resourceAdapter = adapter;
    }

    /** The listener's name in configuration, JMX and logs; by default the simple name of the bean's class. */
    public @Nullable String getListenerName() {
        return listenerName;
    }

    /** As {@link #getListenerName()}; null or blank for the default. */
    public void setListenerName(@Nullable String listenerName) {
        this.listenerName = listenerName == null || listenerName.isBlank() ? null : listenerName.strip();
    }

    /** Checks what can be checked here; values are checked with all others when the bean is activated. */
    @Override
    public void validate() throws InvalidPropertyException {
        var problem = configurationProblem();
        if (problem != null) {
            var invalid = new InvalidPropertyException(problem);
            invalid.setInvalidPropertyDescriptors(new PropertyDescriptor[] {descriptor("configuration")});
            throw invalid;
        }
    }

    /** Open Liberty gives an activation what its resource adapter has under the same name; keys differ there. */
    @Override
    @Nullable
    String inherited() {
        return resourceAdapter instanceof MqResourceAdapter adapter ? adapter.getConfiguration() : null;
    }

    private PropertyDescriptor descriptor(String property) {
        try {
            return new PropertyDescriptor(property, MqActivationSpec.class);
        } catch (IntrospectionException e) {
            throw new AssertionError("no property " + property, e);
        }
    }
}
