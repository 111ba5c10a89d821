// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.lang.reflect.Method;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean whose {@link Description}s reach the console, which otherwise shows {@code p0} and class names. */
final class DescribedMBean extends StandardMBean {
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
            var found = description(prefix + info.getName());
            if (found != null) {
                return found;
            }
        }
        return super.getDescription(info);
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        var found = description(info.getName());
        return found == null ? super.getDescription(info) : found;
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo parameter, int sequence) {
        for (Method method : view.getMethods()) {
            if (method.getName().equals(operation.getName())
                    && method.getParameterCount() == operation.getSignature().length) {
                var name = method.getParameters()[sequence].getAnnotation(Description.class);
                if (name != null) {
                    return name.value();
                }
            }
        }
        return super.getParameterName(operation, parameter, sequence);
    }

    private @Nullable String description(String methodName) {
        for (Method method : view.getMethods()) {
            if (method.getName().equals(methodName)) {
                var description = method.getAnnotation(Description.class);
                return description == null ? null : description.value();
            }
        }
        return null;
    }
}
