-- From Word to `brief`: a filter for pandoc 3. docs/word-and-zotero.md says how it is used.
--
-- To Markdown it writes what a brief is made of: front matter, headings a level down, figures and
-- tables as blocks, citations by key. To CSL JSON it writes the same keys.

PANDOC_VERSION:must_be_at_least "3.0"

local text_of = pandoc.utils.stringify
local keys = {}
local counts = { figure = 0, table = 0 }

-- A key: the one that Zotero keeps, else the family name and the year.
local function key_of(reference)
  local kept = reference["citation-key"]
  if kept and text_of(kept) ~= "" then return text_of(kept) end
  local people = reference.author or reference.editor or {}
  local first = people[1] or {}
  local name = text_of(first.family or first.literal or reference.title or "")
  local plain = name:lower():gsub("[^%w\128-\255]", "")
  local year = reference.issued and text_of(reference.issued):match("%d%d%d%d") or ""
  return (plain == "" and "source" or plain) .. year
end

-- Gives every reference its key; two of one name and year get b, c and so on.
local function rename(references)
  local taken = {}
  for _, reference in ipairs(references) do
    local plain = key_of(reference)
    local key, letter = plain, string.byte("b")
    while taken[key] do
      key, letter = plain .. string.char(letter), letter + 1
    end
    taken[key] = true
    keys[text_of(reference.id)] = key
    reference.id = key
  end
end

-- A value in straight quotes, for front matter and for blocks.
local function quoted(words)
  return '"' .. words:gsub("\\", "\\\\"):gsub('"', "”"):gsub("%s+", " ") .. '"'
end

local function raw(line)
  return pandoc.RawBlock("markdown", line)
end

local function say(words)
  io.stderr:write("from-word: " .. words .. "\n")
end

-- Paragraphs and lists on one line, which is all that a cell can hold.
local function one_line(contents)
  local lines = {}
  contents:walk {
    Plain = function(it) table.insert(lines, it.content) end,
    Para = function(it) table.insert(lines, it.content) end,
  }
  local inlines = pandoc.Inlines {}
  for number, line in ipairs(lines) do
    if number > 1 then inlines:extend { pandoc.Str ";", pandoc.Space() } end
    inlines:extend(line)
  end
  return { pandoc.Plain(inlines) }, #lines > 1
end

local function flatten(rows)
  for _, row in ipairs(rows) do
    for _, cell in ipairs(row.cells) do
      local joined
      cell.contents, joined = one_line(cell.contents)
      if joined then say("a cell of table " .. counts.table .. " held several paragraphs: look at it") end
      if cell.row_span > 1 or cell.col_span > 1 then
        say("a merged cell of table " .. counts.table .. " is taken apart: look at it")
      end
    end
  end
end

local looks = {
  Underline = function(it) return it.content end,
  SmallCaps = function(it) return it.content end,
  Span = function(it) return it.content end,
  Div = function(it) return it.content end,
  Link = function(it)
    if it.target:sub(1, 1) == "#" then
      say("a cross reference is plain text now: " .. text_of(it))
      return it.content
    end
    it.attr = {}
    return it
  end,
  Image = function(it)
    it.attr = {}
    return it
  end,
  Header = function(it)
    it.level, it.attr = it.level + 1, {}
    return it
  end,
  Math = function(it)
    say("a formula is plain text now: " .. it.text)
    return pandoc.Str(it.text)
  end,
  Cite = function(it)
    for _, one in ipairs(it.citations) do
      one.id = keys[one.id] or one.id
      -- Word's field leaves a space behind the place.
      while #one.suffix > 0 and one.suffix[#one.suffix].t == "Space" do one.suffix:remove() end
    end
    return it
  end,
}

-- "Figure 1: " and the like, which Word writes and the program makes itself.
local label = "^%S+%s%d+[.:]%s"

-- A caption without its label.
local function unlabelled(caption)
  local first = caption[1]
  if first and first.content and text_of(first):find(label) then
    while not text_of(first.content[1]):find "^%d+[.:]$" do first.content:remove(1) end
    first.content:remove(1)
    if first.content[1] and first.content[1].t == "Space" then first.content:remove(1) end
  end
  return caption
end

local function figure(image, caption)
  counts.figure = counts.figure + 1
  local alt, words = text_of(image.caption), text_of(caption)
  -- Word's own description; one that repeats the caption tells nobody anything.
  local line = "::: figure #fig-" .. counts.figure .. " src=" .. image.src
  local result = pandoc.Blocks { raw(line .. " alt=" .. quoted(alt == words and "" or alt)) }
  result:extend(caption)
  result:insert(raw ":::\n")
  return result
end

local function table_block(it)
  counts.table = counts.table + 1
  local body = it.bodies[1]
  if #it.head.rows == 0 and body and #body.body > 0 then
    it.head.rows = { body.body:remove(1) }
  end
  flatten(it.head.rows)
  for _, one in ipairs(it.bodies) do flatten(one.body) end
  local result = pandoc.Blocks { raw("::: table #tab-" .. counts.table) }
  result:extend(unlabelled(it.caption.long))
  it.caption = { long = {} }
  result:insert(it)
  result:insert(raw ":::\n")
  return result
end

-- The picture, if a paragraph is nothing else.
local function lone_image(it)
  local is_lone = it and it.t == "Para" and #it.content == 1 and it.content[1].t == "Image"
  return is_lone and it.content[1] or nil
end

local function figures_and_tables(all)
  local result = pandoc.Blocks {}
  local at = 1
  while at <= #all do
    local it, after = all[at], all[at + 1]
    local image = lone_image(it)
    if it.t == "Figure" then
      it.content:walk { Image = function(found) image = image or found end }
      result:extend(image and figure(image, unlabelled(it.caption.long)) or it.content)
    elseif image and after and after.t == "Para" and text_of(after):find(label) then
      result:extend(figure(image, unlabelled(pandoc.Blocks { after })))
      at = at + 1
    elseif image then
      result:extend(figure(image, pandoc.Blocks {}))
    elseif it.t == "Table" then
      result:extend(table_block(it))
    else
      result:insert(it)
    end
    at = at + 1
  end
  return result
end

local function front_matter(meta)
  local lines = { "---", "title: " .. quoted(text_of(meta.title or "A title is missing")) }
  if meta.subtitle then table.insert(lines, "subtitle: " .. quoted(text_of(meta.subtitle))) end
  table.insert(lines, "status: draft")
  local authors = {}
  if meta.author then
    local all = pandoc.utils.type(meta.author) == "List" and meta.author or { meta.author }
    for _, one in ipairs(all) do table.insert(authors, quoted(text_of(one))) end
    table.insert(lines, "authors: [" .. table.concat(authors, ", ") .. "]")
  end
  table.insert(lines, "---")
  return table.concat(lines, "\n") .. "\n\n"
end

function Pandoc(doc)
  rename(doc.meta.references or {})
  if FORMAT == "csljson" then return doc end
  local front = front_matter(doc.meta)
  local body = pandoc.Pandoc(figures_and_tables(doc:walk(looks).blocks))
  local off = {}
  for _, it in ipairs {
    "smart", "simple_tables", "multiline_tables", "grid_tables", "raw_html", "raw_attribute", "bracketed_spans",
    "native_spans", "native_divs", "fenced_divs", "link_attributes", "header_attributes", "tex_math_dollars",
    "implicit_figures", "fancy_lists", "example_lists", "line_blocks", "inline_code_attributes",
  } do off[it] = false end
  local written = pandoc.write(body, { format = "markdown", extensions = off }, { wrap_text = "wrap-none" })
  -- Citations that were typed in Word: pandoc shields their marks.
  written = written:gsub("\\%[([^%[%]\n]-)\\%]", function(inside)
    if (" " .. inside):find "[%s-]\\?@[%w_{]" then return "[" .. inside:gsub("\\(%p)", "%1") .. "]" end
  end)
  return pandoc.Pandoc { raw(front .. written) }
end
