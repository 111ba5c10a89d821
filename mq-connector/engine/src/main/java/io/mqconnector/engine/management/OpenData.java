// SPDX-License-Identifier: MIT
package io.mqconnector.engine.management;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.ArrayType;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;

/**
 * Records as what every JMX client knows, as the JDK makes it of attributes: for notifications, of which it does not.
 * Stateless.
 */
final class OpenData {
    private static final Map<Class<?>, SimpleType<?>> SIMPLE = Map.of(
            String.class, SimpleType.STRING,
            int.class, SimpleType.INTEGER,
            long.class, SimpleType.LONG,
            double.class, SimpleType.DOUBLE,
            boolean.class, SimpleType.BOOLEAN);

    private OpenData() {}

    /**
     * The items of a record, by its components' names.
     *
     * @param value of texts, numbers, booleans, words of an enum, and lists of texts or of such records
     */
    static CompositeData of(Record value) {
        var type = type(value.getClass());
        var items = new LinkedHashMap<String, Object>();
        for (var component : value.getClass().getRecordComponents()) {
            items.put(component.getName(), item(component, read(component, value)));
        }
        try {
            return new CompositeDataSupport(type, items);
        } catch (OpenDataException e) {
            throw new IllegalArgumentException(value.getClass() + " is not for JMX", e);
        }
    }

    private static CompositeType type(Class<?> record) {
        var components = record.getRecordComponents();
        var names = new String[components.length];
        var types = new OpenType<?>[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                names[i] = components[i].getName();
                types[i] = type(components[i]);
            }
            return new CompositeType(record.getName(), record.getSimpleName(), names, names, types);
        } catch (OpenDataException e) {
            throw new IllegalArgumentException(record + " is not for JMX", e);
        }
    }

    private static OpenType<?> type(RecordComponent component) throws OpenDataException {
        if (component.getType() == List.class) {
            var element = element(component);
            return element.isRecord() ? new ArrayType<>(1, type(element)) : new ArrayType<>(1, SimpleType.STRING);
        }
        return SIMPLE.getOrDefault(component.getType(), SimpleType.STRING);
    }

    private static Object item(RecordComponent component, Object value) {
        if (value instanceof List<?> list) {
            return element(component).isRecord()
                    ? list.stream().map(each -> of((Record) each)).toArray(CompositeData[]::new)
                    : list.stream().map(Object::toString).toArray(String[]::new);
        }
        return SIMPLE.containsKey(component.getType()) ? value : value.toString();
    }

    private static Class<?> element(RecordComponent list) {
        var type = (ParameterizedType) list.getGenericType();
        return (Class<?>) type.getActualTypeArguments()[0];
    }

    private static Object read(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(component + " cannot be read", e);
        }
    }
}
