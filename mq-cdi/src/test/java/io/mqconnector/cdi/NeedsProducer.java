// SPDX-License-Identifier: MIT
package io.mqconnector.cdi;

import io.mqconnector.api.MqProducer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** A bean of a WAR; loaded by name. */
@Dependent
public class NeedsProducer {
    @Inject
    MqProducer producer;
}
