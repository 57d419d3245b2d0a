//! Kinds of values that people write in more than one way, for serde.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Text, however it is written: plain, quoted, a number, or a date of TOML.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

/// Takes any scalar.
struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }
    fn visit_str<E: de::Error>(self, it: &str) -> Result<Text, E> {
        Ok(Text(it.to_owned()))
    }
    fn visit_u64<E: de::Error>(self, it: u64) -> Result<Text, E> {
        Ok(Text(it.to_string()))
    }
    fn visit_i64<E: de::Error>(self, it: i64) -> Result<Text, E> {
        Ok(Text(it.to_string()))
    }
    fn visit_f64<E: de::Error>(self, it: f64) -> Result<Text, E> {
        Ok(Text(it.to_string()))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
        // A date of TOML arrives as a map with one private key.
        match map.next_key::<String>()? {
            Some(key) if key.starts_with("$__toml") => map.next_value().map(Text),
            _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self)),
        }
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"] })
    }
}

/// One value or a list of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// A list.
    Many(Vec<String>),
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OneOrMany, D::Error> {
        deserializer.deserialize_any(OneOrManyVisitor)
    }
}

/// Takes text or a list of texts.
struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or a list of texts")
    }
    fn visit_str<E: de::Error>(self, it: &str) -> Result<OneOrMany, E> {
        Ok(OneOrMany::One(it.to_owned()))
    }
    fn visit_u64<E: de::Error>(self, it: u64) -> Result<OneOrMany, E> {
        Ok(OneOrMany::One(it.to_string()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany, A::Error> {
        let mut all = Vec::new();
        while let Some(Text(it)) = seq.next_element()? {
            all.push(it);
        }
        Ok(OneOrMany::Many(all))
    }
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> Cow<'static, str> {
        "OneOrMany".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

/// A name alone, or a mapping that says more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NameOr<T> {
    /// The name.
    Name(String),
    /// The mapping.
    More(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for NameOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<NameOr<T>, D::Error> {
        deserializer.deserialize_any(NameOrVisitor(std::marker::PhantomData))
    }
}

/// Takes text or a mapping.
struct NameOrVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for NameOrVisitor<T> {
    type Value = NameOr<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or a mapping of keys to values")
    }
    fn visit_str<E: de::Error>(self, it: &str) -> Result<NameOr<T>, E> {
        Ok(NameOr::Name(it.to_owned()))
    }
    fn visit_u64<E: de::Error>(self, it: u64) -> Result<NameOr<T>, E> {
        Ok(NameOr::Name(it.to_string()))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<NameOr<T>, A::Error> {
        T::deserialize(de::value::MapAccessDeserializer::new(map)).map(NameOr::More)
    }
}

impl<T: JsonSchema> JsonSchema for NameOr<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("NameOr{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let more = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [{ "type": "string" }, more] })
    }
}

/// `false`, or a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FalseOrPath {
    /// Written as `false` or `true`.
    Switch(bool),
    /// A path.
    Path(String),
}

impl<'de> Deserialize<'de> for FalseOrPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FalseOrPath, D::Error> {
        deserializer.deserialize_any(FalseOrPathVisitor)
    }
}

/// Takes a switch or text.
struct FalseOrPathVisitor;

impl Visitor<'_> for FalseOrPathVisitor {
    type Value = FalseOrPath;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`false` or a path")
    }
    fn visit_bool<E: de::Error>(self, it: bool) -> Result<FalseOrPath, E> {
        Ok(FalseOrPath::Switch(it))
    }
    fn visit_str<E: de::Error>(self, it: &str) -> Result<FalseOrPath, E> {
        Ok(FalseOrPath::Path(it.to_owned()))
    }
}

impl JsonSchema for FalseOrPath {
    fn schema_name() -> Cow<'static, str> {
        "FalseOrPath".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "boolean" }, { "type": "string" }] })
    }
}
