using System.Buffers;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Turns YAML or JSON (which is YAML to the parser) into nodes with places and paths. Anchors, aliases, tags and a second document are refused, depth, size
/// and number of values are bounded, and whatever the parser throws becomes an error: no text makes it throw or grow.
/// </summary>
internal sealed class NodeComposer
{
    const int MostCharacters = 1 << 20;
    const int MostDepth = 24;
    const int MostNodes = 50_000;
    static readonly SearchValues<char> fullWidth = SearchValues.Create("：，｛｝［］");

    readonly Problems problems;
    readonly Parser parser;
    int nodes;

    NodeComposer(string text, Problems problems)
    {
        this.problems = problems;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The document's mapping; null, with the reason in <paramref name="problems"/>, where there is none.</summary>
    public static MapNode? Compose(string text, Problems problems)
    {
        if (text.Length > MostCharacters)
        {
            problems.Add(1, 1, "", "the definition is larger than 1 MiB", "定义文件超过 1 MiB");
            return null;
        }
        try
        {
            return new NodeComposer(text, problems).Document();
        }
        catch (RefusedException)
        {
            return null;
        }
        catch (YamlException fault)
        {
            AddSyntax(text, (int)fault.Start.Line, (int)fault.Start.Column, fault.Message, problems);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or FormatException or IndexOutOfRangeException
            or OverflowException)
        {
            // The parser answers some unfinished texts (an unclosed bracket) with these instead of its own exception, without a place.
            AddSyntax(text, LastLine(text), 1, "the text ends in the middle of a value; a bracket or quotation mark is probably not closed", problems);
        }
        return null;
    }

    MapNode? Document()
    {
        Next();
        Next();
        if (parser.Current is StreamEnd or null)
        {
            problems.Add(1, 1, "", "the definition is empty", "定义文件是空的");
            return null;
        }
        Next();
        var root = Value("", 0);
        Next();
        Next();
        if (parser.Current is DocumentStart second)
            problems.Add(Line(second), Column(second), "", "a second document begins here; a file holds one definition", "此处开始了第二个文档；一个文件只能有一个定义");
        if (root is MapNode map)
            return map;
        problems.Add(root, "the definition must be keys and values, beginning with 'campaign:'", "定义应由“键: 值”组成，以 campaign: 开头");
        return null;
    }

    Node Value(string path, int depth)
    {
        var current = parser.Current ?? throw new InvalidOperationException("The text ended within a value.");
        if (depth > MostDepth)
            Refuse(current, path, "values are nested too deeply", "嵌套层数过多");
        if (++nodes > MostNodes)
            Refuse(current, path, "the definition has too many values", "定义中的值过多");
        if (current is AnchorAlias)
        {
            problems.Add(Line(current), Column(current), path, "aliases (*name) are not used; write the value out", "不支持别名（*名称），请写出完整的值");
            return new RefusedNode(Line(current), Column(current), path);
        }
        if (current is NodeEvent { Anchor.IsEmpty: false })
            problems.Add(Line(current), Column(current), path, "anchors (&name) are not used; write the value out where it is needed",
                "不支持锚点（&名称），请在需要处写出完整的值");
        if (current is NodeEvent { Tag.IsEmpty: false })
            problems.Add(Line(current), Column(current), path, "tags (!name) are not used", "不支持标签（!名称）");
        return current switch
        {
            Scalar scalar => new ScalarNode(Line(scalar), Column(scalar), path, scalar.Value.Trim(), scalar.Style != ScalarStyle.Plain),
            SequenceStart list => List(list, path, depth),
            MappingStart map => Map(map, path, depth),
            // The parser takes "- : a: b" for a value without a beginning and only notices at its end.
            _ => throw new SemanticErrorException(current.Start, current.End, "no value begins here; a key in front of ':' is probably missing"),
        };
    }

    ListNode List(SequenceStart start, string path, int depth)
    {
        var items = new List<Node>();
        for (Next(); parser.Current is not SequenceEnd; Next())
            items.Add(Value($"{path}[{items.Count}]", depth + 1));
        return new ListNode(Line(start), Column(start), path, items);
    }

    MapNode Map(MappingStart start, string path, int depth)
    {
        var entries = new List<Pair>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (Next(); parser.Current is not MappingEnd; Next())
        {
            if (parser.Current is not Scalar)
                Refuse(parser.Current ?? start, path, "a key must be a plain word", "键必须是普通文字");
            var key = (ScalarNode)Value(path, depth + 1);
            key = key with { Path = path.Length == 0 ? key.Text : $"{path}.{key.Text}" };
            Next();
            var value = Value(key.Path, depth + 1);
            if (seen.TryAdd(key.Text, key.Line))
                entries.Add(new Pair(key, value));
            else
                problems.Add(key, $"'{key.Text}' is already given in line {seen[key.Text]}", $"“{key.Text}”在第 {seen[key.Text]} 行已经给出");
        }
        return new MapNode(Line(start), Column(start), path, entries);
    }

    void Next() => parser.MoveNext();

    void Refuse(ParsingEvent at, string path, string en, string zh)
    {
        problems.Add(Line(at), Column(at), path, en, zh);
        throw new RefusedException();
    }

    static int Line(ParsingEvent e) => (int)e.Start.Line;
    static int Column(ParsingEvent e) => (int)e.Start.Column;

    static int LastLine(string text) => Math.Max(1, text.AsSpan().Count('\n') + (text.EndsWith('\n') ? 0 : 1));

    static void AddSyntax(string text, int line, int column, string reason, Problems problems)
    {
        var last = LastLine(text);
        var (enHint, zhHint) = Hint(text, line);
        problems.Add(Math.Clamp(line, 1, last), line > last ? 1 : column, "", $"this cannot be read as YAML or JSON: {reason.TrimEnd('.')}{enHint}",
            $"无法按 YAML 或 JSON 读取，此处的缩进、冒号、引号或括号有误（{reason.TrimEnd('.')}）{zhHint}");
    }

    /// <summary>The two slips that editors of Chinese text make most: full-width punctuation and tabs. The parser often notices them a line beside.</summary>
    static (string En, string Zh) Hint(string text, int line)
    {
        var lines = text.Split('\n');
        foreach (var i in ((int[])[line, line - 1, line + 1]).Where(i => i >= 1 && i <= lines.Length))
        {
            if (lines[i - 1].AsSpan().ContainsAny(fullWidth))
                return ($" (line {i} has full-width punctuation; keys and brackets take the half-width : , {{ }} [ ])",
                    $"（第 {i} 行有全角标点，键和括号请用半角 : , {{ }} [ ]）");
            if (lines[i - 1].StartsWith('\t'))
                return ($" (line {i} is indented with a tab; use spaces)", $"（第 {i} 行用制表符缩进，请改用空格）");
        }
        return ("", "");
    }

    /// <summary>Ends the composing of a document whose error is already noted.</summary>
    sealed class RefusedException : Exception;
}
