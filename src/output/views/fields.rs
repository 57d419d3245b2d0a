//! Fields of a part among those of its whole, as `#[serde(flatten)]` sets them, but by names that the program has
//! anyway: what serde makes of that attribute gives each name anew as a text, on every page.

use serde::Serialize;
use serde::ser::{Error, Impossible, SerializeStruct, Serializer};

/// Adds the fields of a part, which is a struct, to those of its whole.
///
/// # Errors
/// Those of the serialiser; also if the part is no struct.
pub fn add<S: SerializeStruct>(part: &(impl Serialize + ?Sized), whole: &mut S) -> Result<(), S::Error> {
    part.serialize(Fields(whole))
}

/// Takes the fields of a struct, and nothing else. A field whose name is empty (`#[serde(rename = "")]`) is a part: its
/// fields stand where it stands.
pub struct Fields<'a, S>(pub &'a mut S);

impl<S: SerializeStruct> SerializeStruct for Fields<'_, S> {
    type Ok = ();
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        if key.is_empty() { add(value, self.0) } else { self.0.serialize_field(key, value) }
    }

    fn skip_field(&mut self, key: &'static str) -> Result<(), S::Error> {
        self.0.skip_field(key)
    }

    fn end(self) -> Result<(), S::Error> {
        Ok(())
    }
}

/// Refuses what is no struct.
fn no_struct<T, E: Error>() -> Result<T, E> {
    Err(E::custom("only a struct has fields"))
}

/// Methods that refuse what they are given.
macro_rules! refuse {
    ($($method:ident($($given:ty),*) -> $out:ty;)*) => {
        $(fn $method(self $(, _: $given)*) -> Result<$out, S::Error> {
            no_struct()
        })*
    };
}

impl<S: SerializeStruct> Serializer for Fields<'_, S> {
    type Ok = ();
    type Error = S::Error;
    type SerializeSeq = Impossible<(), S::Error>;
    type SerializeTuple = Impossible<(), S::Error>;
    type SerializeTupleStruct = Impossible<(), S::Error>;
    type SerializeTupleVariant = Impossible<(), S::Error>;
    type SerializeMap = Impossible<(), S::Error>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), S::Error>;

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, S::Error> {
        Ok(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), S::Error> {
        no_struct()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), S::Error> {
        no_struct()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), S::Error> {
        no_struct()
    }

    refuse! {
        serialize_bool(bool) -> ();
        serialize_i8(i8) -> ();
        serialize_i16(i16) -> ();
        serialize_i32(i32) -> ();
        serialize_i64(i64) -> ();
        serialize_u8(u8) -> ();
        serialize_u16(u16) -> ();
        serialize_u32(u32) -> ();
        serialize_u64(u64) -> ();
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_char(char) -> ();
        serialize_str(&str) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part with a part.
    #[derive(Serialize)]
    #[serde(remote = "Self")]
    struct Whole {
        /// Its own.
        first: u8,
        /// A part.
        #[serde(rename = "")]
        part: Part,
        /// Its own.
        b: u8,
    }

    /// A part.
    #[derive(Serialize)]
    struct Part {
        /// One.
        a: &'static str,
        /// Named as one of the whole.
        b: u8,
    }

    impl Serialize for Whole {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut all = serializer.serialize_struct("Whole", 3)?;
            Whole::serialize(self, Fields(&mut all))?;
            all.end()
        }
    }

    #[test]
    fn fields_of_a_part_stand_where_it_stands_among_those_of_the_whole() {
        let whole = Whole { first: 0, part: Part { a: "x", b: 1 }, b: 2 };
        // As text, since the order counts: templates can go through the fields of a view.
        assert_eq!(serde_json::to_string(&whole).unwrap(), r#"{"first":0,"a":"x","b":1,"b":2}"#);
        assert_eq!(
            serde_json::to_value(&whole).unwrap(),
            serde_json::json!({ "first": 0, "a": "x", "b": 2 })
        );
    }

    #[test]
    fn what_is_no_struct_is_refused() {
        /// Has a list where its fields should be.
        struct Listed;
        impl Serialize for Listed {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut all = serializer.serialize_struct("Listed", 1)?;
                add(&[1, 2][..], &mut all)?;
                all.end()
            }
        }
        assert!(serde_json::to_value(Listed).unwrap_err().to_string().contains("only a struct"));
    }
}
