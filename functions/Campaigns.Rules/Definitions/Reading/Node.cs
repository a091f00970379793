namespace Campaigns.Rules.Definitions.Reading;

/// <summary>A value of the document with its place, counted from 1, and its path.</summary>
internal abstract record Node(int Line, int Column, string Path);

/// <summary>A text, number or other single value, as it is written.</summary>
internal sealed record ScalarNode(int Line, int Column, string Path, string Text, bool Quoted) : Node(Line, Column, Path)
{
    /// <summary>Nothing is written, or YAML's and JSON's words for nothing.</summary>
    public bool IsEmpty => !Quoted && Text is "" or "~" or "null" || string.IsNullOrWhiteSpace(Text);
}

internal sealed record ListNode(int Line, int Column, string Path, IReadOnlyList<Node> Items) : Node(Line, Column, Path);

internal sealed record MapNode(int Line, int Column, string Path, IReadOnlyList<Pair> Entries) : Node(Line, Column, Path);

/// <summary>A value that is already reported as refused; readers pass over it.</summary>
internal sealed record RefusedNode(int Line, int Column, string Path) : Node(Line, Column, Path);

/// <summary>A key of a mapping and its value; <see cref="KeyNode"/> has the key's own place.</summary>
internal sealed record Pair(ScalarNode KeyNode, Node Value)
{
    public string Key => KeyNode.Text;
}
