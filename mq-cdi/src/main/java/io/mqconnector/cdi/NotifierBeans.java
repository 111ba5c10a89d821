// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.spi.MqNotifier;
import io.mqconnector.spi.MqRuntime;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.List;

/**
 * The notifiers of an application that are told by a runtime. Immutable.
 *
 * @param beans what they are
 * @param registrations with the runtime
 */
record NotifierBeans(BeanReferences<MqNotifier> beans, List<MqRuntime.Registration> registrations) {
    /** Has all beans of that type told. */
    static NotifierBeans told(MqRuntime runtime, BeanManager beanManager) {
        var beans = BeanReferences.of(MqNotifier.class, beanManager);
        return new NotifierBeans(
                beans, beans.all().stream().map(runtime::addNotifier).toList());
    }

    /** Has them told nothing any more. */
    void close() {
        registrations.forEach(MqRuntime.Registration::close);
        beans.close();
    }
}
