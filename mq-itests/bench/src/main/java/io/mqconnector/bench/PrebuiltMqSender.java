// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;

/**
 * The connector with messages that were made beforehand: what it costs in itself, without the application's part, while
 * the plain client's record is still made for each send on either side.
 */
final class PrebuiltMqSender implements RecordSender {
    private final String name;
    private final Mq mq;
    private final MqProducer producer;
    private final MqMessage[] messages = new MqMessage[ChatRecords.VALUE_COUNT];

    /** @param topic of all messages */
    PrebuiltMqSender(String name, ProducerSettings settings, int stripes, String topic, ChatRecords records) {
        this.name = name;
        for (int i = 0; i < messages.length; i++) {
            messages[i] = MqSender.message(topic, records, i);
        }
        this.mq = Mq.create(settings.mq(RecordSender.id(name), stripes));
        this.producer = mq.producer();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(String topic, ChatRecords records, int from, int to, int step, Acknowledgements acknowledgements) {
        for (int i = from; i < to; i += step) {
            producer.sendAsync(messages[i % ChatRecords.VALUE_COUNT], acknowledgements);
        }
    }

    @Override
    public void close() {
        mq.close();
    }
}
