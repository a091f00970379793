namespace Campaigns.App.Evidence;

/// <summary>
/// Reads the names in a PDF's bytes as they come by, over the borders of blocks, so that what passes the app need not be read back. Names may be written in
/// hexadecimal (<c>/J#53</c>).
/// </summary>
internal sealed class PdfScan
{
    /// <summary>More object streams than that are not looked into.</summary>
    public const int MaxObjectStreams = 20_000;

    private const int LongestName = 127;

    // What is compressed holds short names by chance; a script's action names itself JavaScript, so that its other name, JS, need not be looked for.
    private static readonly HashSet<string> Active = new(StringComparer.Ordinal) { "JavaScript", "Launch", "RichMedia", "EmbeddedFile", "EmbeddedFiles" };

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ActiveNames = Active.GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly char[] _name = new char[LongestName];
    private readonly List<long> _objectStreams = [];
    private int _length = -1;
    private int _hex;
    private int _nibble;
    private long _position;

    /// <summary>A name has ended that acts by itself.</summary>
    public bool HasActive { get; private set; }

    /// <summary>Positions behind the name of object streams, at most <see cref="MaxObjectStreams"/>.</summary>
    public IReadOnlyList<long> ObjectStreams => _objectStreams;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length && !HasActive;)
        {
            if (_length < 0)
            {
                var slash = bytes[at..].IndexOf((byte)'/');
                if (slash < 0)
                    break;
                at += slash + 1;
                (_length, _hex) = (0, 0);
                continue;
            }
            Take(bytes[at++], _position + at);
        }
        _position += bytes.Length;
    }

    private void Take(byte next, long position)
    {
        if (_hex > 0 && char.IsAsciiHexDigit((char)next))
        {
            _nibble = _nibble * 16 + (next <= '9' ? next - '0' : (next | 0x20) - 'a' + 10);
            if (--_hex == 0)
                Append((char)_nibble);
        }
        else if (next == '#')
        {
            (_hex, _nibble) = (2, 0);
        }
        else if (next is > 32 and < 127 && !"/()<>[]{}%".Contains((char)next, StringComparison.Ordinal))
        {
            _hex = 0;
            Append((char)next);
        }
        else
        {
            if (_length is > 0 and <= LongestName)
                End(_name.AsSpan(0, _length), position);
            (_length, _hex) = (next == '/' ? 0 : -1, 0);
        }
    }

    private void End(ReadOnlySpan<char> name, long position)
    {
        HasActive |= ActiveNames.Contains(name);
        if (name is "ObjStm" && _objectStreams.Count < MaxObjectStreams)
            _objectStreams.Add(position);
    }

    private void Append(char letter)
    {
        if (_length < LongestName)
            _name[_length++] = letter;
        else
            _length = LongestName + 1;
    }
}
