namespace Campaigns.App.Evidence;

/// <summary>A file's type by its beginning, or why it is not taken.</summary>
internal readonly record struct Recognition(FileType? Type, FileRefusal? Refusal)
{
    /// <summary>Looks at the first <see cref="FileContent.HeadLength"/> bytes of a file, or all of it where it is <paramref name="whole"/>.</summary>
    public static Recognition Of(ReadOnlySpan<byte> head, bool whole, string name) =>
        FileContent.Detect(head, whole, name) is not { } type ? new(null, FileRefusal.TypeNotAccepted)
        : !type.Fits(name) ? new(type, FileRefusal.TypeMismatch)
        : new(type, null);

    /// <summary>The same where the file's <paramref name="length"/> is known, which its kind may not allow.</summary>
    public static Recognition Of(ReadOnlySpan<byte> head, long length, string name) =>
        Of(head, head.Length == length, name) is var seen && seen.Refusal is null && length > seen.Type!.MaxSize
            ? new(seen.Type, FileRefusal.TooLarge)
            : seen;
}
