using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Campaigns.App.Reminders;

/// <summary>A hash that is the same in every process and every year, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class StableHash
{
    /// <summary>A number from 0 to <paramref name="buckets"/> − 1.</summary>
    public static int Of(string text, int buckets) =>
        (int)(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) % (uint)buckets);
}
