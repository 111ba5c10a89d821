// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import io.mqconnector.api.MqConfigException;
import io.mqconnector.api.MqException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionException;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.InvalidAttributeValueException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * An MXBean whose {@link Description}s reach the console, which otherwise shows {@code p0} and class names. The one door for
 * whatever comes in over JMX.
 */
class DescribedMBean extends StandardMBean {
    private final Class<?> view;

    <T> DescribedMBean(T bean, Class<T> view) {
        super(bean, view, true);
        this.view = view;
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        var description = view.getAnnotation(Description.class);
        return description == null ? super.getDescription(info) : description.value();
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        for (String prefix : new String[] {"get", "is"}) {
            var getter = method(prefix + info.getName(), 0);
            var found = getter == null ? null : getter.getAnnotation(Description.class);
            if (found != null) {
                return found.value();
            }
        }
        return super.getDescription(info);
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        var found = description(info);
        return found == null ? super.getDescription(info) : found.value();
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        var found = description(info);
        return found == null ? super.getImpact(info) : found.impact();
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        var found = parameter(operation, sequence);
        return found == null ? super.getParameterName(operation, parameter, sequence) : found.name();
    }

    @Override
    protected String getDescription(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        var found = parameter(operation, sequence);
        return found == null ? super.getDescription(operation, parameter, sequence) : found.value();
    }

    @Override
    public Object getAttribute(String attribute)
            throws AttributeNotFoundException, MBeanException, ReflectionException {
        try {
            return super.getAttribute(attribute);
        } catch (RuntimeException e) {
            throw inWords(e);
        }
    }

    @Override
    public void setAttribute(Attribute attribute)
            throws AttributeNotFoundException, InvalidAttributeValueException, MBeanException, ReflectionException {
        if (attribute.getValue() == null) {
            throw new IllegalArgumentException(
                    "attribute '" + attribute.getName() + "': null is no value; write one of its type");
        }
        IncomingText.check("attribute '" + attribute.getName() + "'", attribute.getValue());
        try {
            super.setAttribute(attribute);
        } catch (RuntimeException e) {
            throw inWords(e);
        }
    }

    /** One by one, as {@link #setAttribute}, which the JDK goes round here; those that are refused are not in what it returns. */
    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        var written = new AttributeList();
        for (var attribute : attributes.asList()) {
            try {
                setAttribute(attribute);
                written.add(attribute);
            } catch (JMException | RuntimeException e) {
                // whoever wants to know why writes it alone
            }
        }
        return written;
    }

    @Override
    public Object invoke(String operation, Object[] parameters, String[] signature)
            throws MBeanException, ReflectionException {
        check(operation, parameters);
        try {
            return super.invoke(operation, parameters, signature);
        } catch (RuntimeException e) {
            throw inWords(e);
        }
    }

    private void check(String operation, @Nullable Object @Nullable [] parameters) {
        for (int i = 0; parameters != null && i < parameters.length; i++) {
            var method = method(operation, parameters.length);
            if (method != null) {
                var described = method.getParameters()[i].getAnnotation(Parameter.class);
                var name = "operation '" + operation + "': "
                        + (described == null ? "parameter " + (i + 1) : described.name());
                if (parameters[i] == null) {
                    throw new IllegalArgumentException(name + " is null; give a value");
                }
                IncomingText.check(name, parameters[i]);
            }
        }
    }

    /** A JMX client need not know our exceptions, nor Kafka's. */
    private static RuntimeException inWords(RuntimeException thrown) {
        var failure = thrown instanceof CompletionException && thrown.getCause() instanceof RuntimeException cause
                ? cause
                : thrown;
        boolean isKnown = true;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            isKnown &= each.getClass().getName().startsWith("java");
        }
        if (isKnown) {
            return failure;
        }
        if (failure instanceof MqConfigException || failure instanceof IllegalArgumentException) {
            return new IllegalArgumentException(failure.getMessage());
        }
        return new IllegalStateException(
                failure instanceof MqException ours ? ours.code() + ": " + ours.getMessage() : failure.getMessage());
    }

    private @Nullable Description description(MBeanOperationInfo operation) {
        var method = method(operation.getName(), operation.getSignature().length);
        return method == null ? null : method.getAnnotation(Description.class);
    }

    private @Nullable Parameter parameter(MBeanOperationInfo operation, int sequence) {
        var method = method(operation.getName(), operation.getSignature().length);
        return method == null ? null : method.getParameters()[sequence].getAnnotation(Parameter.class);
    }

    private @Nullable Method method(String name, int parameterCount) {
        for (Method method : view.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == parameterCount) {
                return method;
            }
        }
        return null;
    }
}
