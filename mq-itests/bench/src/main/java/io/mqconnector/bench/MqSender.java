// SPDX-License-Identifier: MIT
package io.mqconnector.bench;

import io.mqconnector.api.Mq;
import io.mqconnector.api.MqMessage;
import io.mqconnector.api.MqProducer;
import io.mqconnector.api.MqSendException;
import org.HdrHistogram.Histogram;

/** The connector, as an application uses it: a message is built for each send. */
final class MqSender implements RecordSender {
    private final String name;
    private final Mq mq;
    private final MqProducer producer;

    MqSender(String name, ProducerSettings settings, int stripes) {
        this.name = name;
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
            producer.sendAsync(message(topic, records, i), acknowledgements);
        }
    }

    @Override
    public void sendAndWait(String topic, ChatRecords records, int from, int to, Histogram nanos) {
        try {
            for (int i = from; i < to; i++) {
                long start = System.nanoTime();
                producer.send(message(topic, records, i));
                nanos.recordValue(System.nanoTime() - start);
            }
        } catch (MqSendException e) {
            throw new WrongResultException(name + ": a send failed", e);
        }
    }

    @Override
    public void close() {
        mq.close();
    }

    static MqMessage message(String topic, ChatRecords records, int number) {
        return MqMessage.builder(topic)
                .key(records.key(number))
                .value(records.value(number))
                .build();
    }
}
