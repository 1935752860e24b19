/** The system permission to take what one sees away as a file. */
export const exportPermission = "pivot.export";
