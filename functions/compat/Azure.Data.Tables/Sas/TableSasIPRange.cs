using System.Net;

namespace Azure.Data.Tables.Sas;

/// <summary>The addresses from which a shared access signature may be used: one, a range with both its ends, or any.</summary>
public readonly struct TableSasIPRange : IEquatable<TableSasIPRange>
{
    /// <summary>One address, or the range up to <paramref name="end"/>.</summary>
    public TableSasIPRange(IPAddress start, IPAddress? end = null)
    {
        Start = start ?? IPAddress.None;
        End = end ?? IPAddress.None;
    }

    /// <summary>The first address; none means any.</summary>
    public IPAddress Start => field ?? IPAddress.None;

    /// <summary>The last address; none means that there is only the first.</summary>
    public IPAddress End => field ?? IPAddress.None;

    /// <summary>Whether both are the same range.</summary>
    public static bool operator ==(TableSasIPRange left, TableSasIPRange right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(TableSasIPRange left, TableSasIPRange right) => !left.Equals(right);

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <exception cref="FormatException">It names no address.</exception>
    public static TableSasIPRange Parse(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        var dash = s.IndexOf('-', StringComparison.Ordinal);
        return dash < 0 ? new(IPAddress.Parse(s)) : new(IPAddress.Parse(s.AsSpan(0, dash)), IPAddress.Parse(s.AsSpan(dash + 1)));
    }

    /// <inheritdoc/>
    public bool Equals(TableSasIPRange other) => Start.Equals(other.Start) && End.Equals(other.End);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TableSasIPRange other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Start, End);

    /// <summary>As it stands in a signature; empty for any address.</summary>
    public override string ToString() =>
        Start.Equals(IPAddress.None) ? "" : End.Equals(IPAddress.None) ? Start.ToString() : $"{Start}-{End}";
}
