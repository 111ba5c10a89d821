// SPDX-License-Identifier: MIT
package io.mqconnector.ra;

/** Settings with which nothing is ever reached, soon. */
final class Unreachable {
    static final String BROKERS = "127.0.0.1:1";

    private Unreachable() {}

    static <T extends ConnectorProperties> T configured(T bean) {
        bean.setBrokers(BROKERS);
        bean.setProducerMaxBlock("50ms");
        bean.setProducerLinger("0ms");
        bean.setProducerRequestTimeout("100ms");
        bean.setProducerDeliveryTimeout("200ms");
        return bean;
    }

    static MqActivationSpec listener() {
        var spec = new MqActivationSpec();
        spec.setTopics("orders");
        spec.setGroupId("shop");
        return spec;
    }
}
