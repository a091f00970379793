namespace Campaigns.Local.Backup;

/// <summary>A backup or a restore cannot go on; the message says why, and what to do.</summary>
public sealed class BackupException : Exception
{
    /// <summary>Says why, and what to do.</summary>
    public BackupException(string message) : base(message)
    {
    }

    /// <summary>Says why, and what to do.</summary>
    public BackupException(string message, Exception cause) : base(message, cause)
    {
    }
}
