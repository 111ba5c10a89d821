// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import javax.management.ListenerNotFoundException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.NotificationEmitter;
import javax.management.NotificationFilter;
import javax.management.NotificationListener;
import org.jspecify.annotations.Nullable;

/** An MXBean that also sends notifications. */
final class EmittingMBean extends DescribedMBean implements NotificationEmitter {
    private final NotificationEmitter emitter;

    <T> EmittingMBean(T bean, Class<T> view, NotificationEmitter emitter) {
        super(bean, view);
        this.emitter = emitter;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        var silent = super.getMBeanInfo();
        return new MBeanInfo(
                silent.getClassName(),
                silent.getDescription(),
                silent.getAttributes(),
                silent.getConstructors(),
                silent.getOperations(),
                getNotificationInfo(),
                silent.getDescriptor());
    }

    @Override
    public MBeanNotificationInfo[] getNotificationInfo() {
        return emitter.getNotificationInfo();
    }

    @Override
    public void addNotificationListener(
            NotificationListener listener, @Nullable NotificationFilter filter, @Nullable Object handback) {
        emitter.addNotificationListener(listener, filter, handback);
    }

    @Override
    public void removeNotificationListener(NotificationListener listener) throws ListenerNotFoundException {
        emitter.removeNotificationListener(listener);
    }

    @Override
    public void removeNotificationListener(
            NotificationListener listener, @Nullable NotificationFilter filter, @Nullable Object handback)
            throws ListenerNotFoundException {
        emitter.removeNotificationListener(listener, filter, handback);
    }
}
